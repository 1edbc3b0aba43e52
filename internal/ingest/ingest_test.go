package ingest

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kg/internal/ingest/made"
	"kg/internal/kg"
)

// collect reads sources and returns one line for each item: its source, title
// and how many bytes it has, or why there is none.
func collect(t testing.TB, opts Options, sources ...string) ([]kg.Article, []string) {
	t.Helper()
	var articles []kg.Article
	var problems []string
	for item, err := range Articles(t.Context(), sources, opts) {
		switch {
		case err != nil:
			problems = append(problems, err.Error())
		case item.Skipped != "":
			problems = append(problems, item.Path+": skipped: "+item.Skipped)
		default:
			articles = append(articles, item.Article)
		}
	}
	return articles, problems
}

// write makes files in a new folder, in the order of their names.
func write(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const body = made.Text

func TestFolder(t *testing.T) {
	dir := write(t, map[string]string{
		"a.txt":       "Council votes\n\n" + body,
		"b.jsonl":     `{"id":"b1","title":"T","date":"2024-03-01","url":"https://example.org/b1","text":"` + body + `"}` + "\n\nnot json\n" + `{"id":7,"text":"` + body + `"}`,
		"c.md":        "# Council votes\n\nThe **council** met. See [the plan](https://example.org).",
		"d.txt.gz":    made.Gzip(body),
		"e.bin":       "\x00\x01",
		"f.html":      made.HTML(body),
		".hidden.txt": body,
		"sub/g.txt":   "   ",
	})
	articles, problems := collect(t, Options{}, dir)
	var got []string
	for _, a := range articles {
		got = append(got, a.Source)
		if a.ID == "" || a.Text == "" {
			t.Errorf("%s: ID %q, text %q", a.Source, a.ID, a.Text)
		}
	}
	if want := "a b1 7 c d f"; strings.Join(got, " ") != want {
		t.Errorf("articles %q, want %q", strings.Join(got, " "), want)
	}
	want := []string{"b.jsonl:3: invalid character", "e.bin: skipped: unknown kind", "g.txt: no article text"}
	if len(problems) != len(want) {
		t.Fatalf("problems %q", problems)
	}
	for i := range want {
		if !strings.Contains(problems[i], want[i]) {
			t.Errorf("problem %q, want %q", problems[i], want[i])
		}
	}
	if articles[0].Text != "Council votes\n\n"+body || articles[0].Title != "Council votes" {
		t.Errorf("text file: title %q, text %q", articles[0].Title, articles[0].Text)
	}
	if got := articles[1].Published; !got.Equal(time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("date of JSON Lines = %v", got)
	}
	if want := "Council votes\n\nThe council met. See the plan."; articles[3].Text != want {
		t.Errorf("Markdown = %q, want %q", articles[3].Text, want)
	}
}

func TestStdinAndMissing(t *testing.T) {
	articles, problems := collect(t, Options{Stdin: strings.NewReader(body), Defaults: kg.Article{Title: "Given"}}, "-", "nothere.txt", "https://example.org/x")
	if len(articles) != 1 || articles[0].Title != "Given" {
		t.Errorf("articles = %+v", articles)
	}
	if len(problems) != 2 || !strings.Contains(problems[0], "nothere.txt: no such file") || !strings.Contains(problems[1], "addresses are not read") {
		t.Errorf("problems = %q", problems)
	}
}

func TestLongLine(t *testing.T) {
	lines := `{"text":"` + strings.Repeat("a", 3000) + `"}` + "\n" + `{"id":"x","text":"` + body + `"}` + "\n"
	dir := write(t, map[string]string{"a.jsonl": lines})
	articles, problems := collect(t, Options{MaxBytes: 1000}, dir)
	if len(articles) != 1 || len(problems) != 1 || !strings.Contains(problems[0], "a.jsonl:1: the line is too long") {
		t.Errorf("articles %d, problems %q", len(articles), problems)
	}
}

func TestForeign(t *testing.T) {
	german := strings.Repeat("Der Stadtrat hat am Dienstag beschlossen, den alten Hafen nicht zu schließen, und die Bürger freuen sich darüber. ", 4)
	_, problems := collect(t, Options{Stdin: strings.NewReader(german)}, "-")
	if len(problems) != 1 || problems[0] != "-: skipped: not English (de)" {
		t.Errorf("problems = %q", problems)
	}
}

func TestCharsets(t *testing.T) {
	latin := "The café in Malmö was closed. The mayor said so on Tuesday, and the owner’s daughter agreed."
	var b []byte
	for _, r := range latin {
		if r == '’' {
			b = append(b, 0x92)
			continue
		}
		b = append(b, byte(r))
	}
	utf16 := []byte{0xff, 0xfe}
	for _, r := range latin {
		utf16 = append(utf16, byte(r), byte(r>>8))
	}
	for name, data := range map[string][]byte{"windows-1252": b, "utf-16": utf16, "utf-8 with mark": []byte("\ufeff" + latin)} {
		articles, problems := collect(t, Options{Stdin: bytes.NewReader(data)}, "-")
		if len(articles) != 1 || articles[0].Text != latin {
			t.Errorf("%s: %q %q", name, articles, problems)
		}
	}
}

// TestNothingIn tells of files that hold no article, are too long, or are no
// text whatever they are called.
func TestNothingIn(t *testing.T) {
	dir := write(t, map[string]string{
		"a.json": "[]",
		"b.html": "\x89PNG\r\n\x1a\n\x00\x00" + made.HTML(body),
		"c.html": strings.Repeat("<p>a", maxTags+1),
		"d.txt":  strings.Repeat(body+"\n\n", 3000),
	})
	articles, problems := collect(t, Options{}, dir)
	want := []string{"a.json: skipped: nothing to read", "b.html: not a page", "c.html: 100001 tags are too many", "d.txt: a text of 307 KB is too long"}
	if len(articles) != 0 || len(problems) != len(want) {
		t.Fatalf("%d articles, problems %q", len(articles), problems)
	}
	for i := range want {
		if !strings.Contains(problems[i], want[i]) {
			t.Errorf("problem %q, want %q", problems[i], want[i])
		}
	}
}

// TestOwn passes over what the caller writes.
func TestOwn(t *testing.T) {
	dir := write(t, map[string]string{"a.txt": body, "kg.db/log.txt": body, "report.jsonl": "{}"})
	own := []string{"", dir + "/kg.db", dir + "/report.jsonl", dir + "/none"}
	if articles, problems := collect(t, Options{Own: own}, dir); len(articles) != 1 || len(problems) != 0 {
		t.Errorf("%d articles, problems %q", len(articles), problems)
	}
}
