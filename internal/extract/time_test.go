package extract

import (
	"strings"
	"testing"
	"time"

	"kg/internal/nlp"
)

// phraseTree returns a tree of the words of text, all roots, and the span of
// the part in brackets with the index of its head, the word behind "^".
func phraseTree(t testing.TB, text string, date time.Time) (*tree, int, nlp.Span) {
	t.Helper()
	doc := &nlp.Doc{Date: date}
	head := -1
	var plain strings.Builder
	for i, word := range strings.Fields(text) {
		if i > 0 {
			plain.WriteByte(' ')
		}
		word, isHead := strings.CutPrefix(word, "^")
		if isHead {
			head = i
		}
		tok := nlp.Token{Text: word, Start: plain.Len(), Head: nlp.Root, DepRel: "root", UPOS: "NOUN"}
		if word[0] >= '0' && word[0] <= '9' {
			tok.UPOS = "NUM"
		}
		doc.Tokens = append(doc.Tokens, tok)
		plain.WriteString(word)
	}
	doc.Text = plain.String()
	span := nlp.Span{End: len(doc.Tokens)}
	doc.Sentences = []nlp.Span{span}
	if head < 0 {
		t.Fatalf("%q: no head", text)
	}
	return newTree(doc), head, span
}

func TestReadTime(t *testing.T) {
	wednesday := time.Date(2024, 3, 6, 0, 0, 0, 0, time.UTC)
	tests := []struct{ phrase, want string }{
		// days
		{"^Wednesday", "2024-03-06"},
		{"^Monday", "2024-03-04"},
		{"^Friday", "2024-03-01"},
		{"last ^Friday", "2024-03-01"},
		{"next ^Friday", "2024-03-08"},
		{"Monday ^morning", "2024-03-04"},
		{"^today", "2024-03-06"},
		{"^yesterday", "2024-03-05"},
		{"last ^night", "2024-03-05"},
		{"this ^morning", "2024-03-06"},
		{"two days ^ago", "2024-03-04"},
		{"^October 7", "2023-10-07"},
		{"^March 12", "2024-03-12"},
		{"Oct. 7 , ^2022", "2022-10-07"},
		{"7 ^October 2022", "2022-10-07"},
		{"the 7th of ^October", "2023-10-07"},
		{"Tuesday , ^March 5", "2024-03-05"},
		{"^2023-11-08", "2023-11-08"},
		{"^11/8/2023", "2023-11-08"},
		{"^Christmas", "2023-12-25"},
		{"^March 4-6", "2024-03-04/2024-03-06"},
		// weeks
		{"this ^week", "2024-W10"},
		{"last ^week", "2024-W09"},
		{"next ^week", "2024-W11"},
		{"two ^weeks ago", "2024-W08"},
		{"last ^weekend", "2024-03-02/2024-03-03"},
		{"the ^weekend", "2024-03-02/2024-03-03"},
		// months and parts of the year
		{"last ^month", "2024-02"},
		{"next ^month", "2024-04"},
		{"^October", "2023-10"},
		{"^March", "2024-03"},
		{"^January", "2024-01"},
		{"last ^October", "2023-10"},
		{"^October 2019", "2019-10"},
		{"^October of last year", "2023-10"},
		{"early ^March", "2024-03-01/2024-03-10"},
		{"^mid-October", "2023-10-11/2023-10-20"},
		{"the third ^quarter", "2023-07/2023-09"},
		{"the third ^quarter of 2019", "2019-07/2019-09"},
		{"the first ^half of last year", "2023-01/2023-06"},
		{"last ^quarter", "2023-10/2023-12"},
		{"last ^summer", "2023-06/2023-08"},
		{"the ^winter of 2021", "2021-12/2022-02"},
		// years
		{"^2019", "2019"},
		{"last ^year", "2023"},
		{"this ^year", "2024"},
		{"three ^years ago", "2021"},
		{"a ^decade ago", "2014"},
		{"early ^2020", "2020-01/2020-04"},
		{"late ^2020", "2020-09/2020-12"},
		{"the ^1990s", "1990/1999"},
		{"the late ^1990s", "1997/1999"},
		{"the ^'80s", "1980/1989"},
		{"the 19th ^century", "1801/1900"},
		{"the next ^decade", "2030/2039"},
		{"^2019-20", "2019/2020"},
		{"the past three ^years", "2021/2024"},
		{"the next two ^weeks", "2024-W10/2024-W12"},
		// clock times and lengths
		{"3 ^p.m.", "T15:00"},
		{"3:30 p.m. ^Monday", "2024-03-04T15:30"},
		{"^noon", "T12:00"},
		{"three ^years", "P3Y"},
		{"about two ^hours", "PT2H"},
		{"a ^week", "P1W"},
		{"two and a half ^months", "P2.5M"},
		// times without a place
		{"recent ^years", ""},
		{"the following ^day", ""},
		{"the same ^time", ""},
		// no times
		{"the 2020 ^election", "-"},
		{"the October 7 ^attack", "-"},
		{"the ^mayor", "-"},
		{"two ^mills", "-"},
		{"the second ^bridge", "-"},
		{"^3 million", "-"},
	}
	for _, tt := range tests {
		t.Run(tt.phrase, func(t *testing.T) {
			tree, head, span := phraseTree(t, tt.phrase, wednesday)
			got, ok := readTime(tree, head, span)
			if want := tt.want; ok != (want != "-") || ok && got != want {
				t.Errorf("readTime = %q, %v, want %q", got, ok, want)
			}
		})
	}
	tree, head, span := phraseTree(t, "last ^month", time.Time{})
	if got, ok := readTime(tree, head, span); got != "" || !ok {
		t.Errorf("without a date: readTime = %q, %v, want a time that is not placed", got, ok)
	}
}

func TestReadValue(t *testing.T) {
	tests := []struct{ phrase, want string }{
		{"$2.5 ^billion", "USD 2500000000"},
		{"^$2.5bn", "USD 2500000000"},
		{"€40 ^million", "EUR 40000000"},
		{"2.5 billion ^dollars", "USD 2500000000"},
		{"50 ^cents", "USD 0.5"},
		{"about ^3%", "~3%"},
		{"3 ^percent", "3%"},
		{"3.5 to 4 ^percent", "3.5..4%"},
		{"^forty", "40"},
		{"twenty-five ^workers", "25"},
		{"one hundred and five ^ships", "105"},
		{"two hundred thousand ^tons", "200000 t"},
		{"more than 1,200 ^people", ">1200"},
		{"at least two dozen ^workers", ">=24"},
		{"a ^dozen", "12"},
		{"^dozens", ">=24"},
		{"tens of thousands of ^people", ">=20000"},
		{"up to 300 ^jobs", "<=300"},
		{"two to three million ^euros", "EUR 2000000..3000000"},
		{"half a ^million", "500000"},
		{"a million ^people", "1000000"},
		{"two and a half ^million", "2500000"},
		{"two thirds", "-"},
		{"40 ^miles", "40 mi"},
		{"the ^mayor", "-"},
		{"the ^road", "-"},
		{"a ^dollar", "-"},
	}
	for _, tt := range tests {
		t.Run(tt.phrase, func(t *testing.T) {
			if !strings.Contains(tt.phrase, "^") {
				tt.phrase, tt.want = "two ^thirds", "0.6667"
			}
			tree, head, span := phraseTree(t, tt.phrase, time.Time{})
			for i := range tree.Tokens { // numbers hang on the head
				if i != head {
					tree.Tokens[i].Head, tree.Tokens[i].DepRel = head, "nummod"
					tree.heads[i] = head
					tree.deps[head] = append(tree.deps[head], i)
				}
			}
			got, ok := readValue(tree, head, span)
			if want := tt.want; ok != (want != "-") || ok && got != want {
				t.Errorf("readValue = %q, %v, want %q", got, ok, want)
			}
		})
	}
}

func FuzzReadTime(f *testing.F) {
	f.Add("the third quarter of 2019", int64(0))
	f.Add("2019 - 20 , ' 80s $3-4m 10:99 p.m. a half", int64(1e9))
	f.Fuzz(func(t *testing.T, text string, seconds int64) {
		words := strings.Fields(text)
		if len(words) == 0 || len(words) > 40 || strings.Contains(text, "^") {
			t.Skip()
		}
		for head := range words {
			marked := append([]string(nil), words...)
			marked[head] = "^" + marked[head]
			tree, head, span := phraseTree(t, strings.Join(marked, " "), time.Unix(seconds%4e9, 0))
			readTime(tree, head, span)
			readValue(tree, head, span)
		}
	})
}
