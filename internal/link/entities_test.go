package link_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kg/internal/kg"
	"kg/internal/link"
	"kg/internal/nlp"
	"kg/internal/nlp/english"
)

var pipeline = sync.OnceValues(func() (*nlp.Pipeline, error) {
	return english.New(english.Options{Parser: english.Accurate})
})

// read returns the entities of a text, one an ID, with all their names.
func read(t *testing.T, text string) map[string][]string {
	t.Helper()
	p, err := pipeline()
	if err != nil {
		t.Fatal(err)
	}
	article := &kg.Article{Text: text, Published: time.Date(2031, 5, 6, 0, 0, 0, 0, time.UTC)}
	doc := &nlp.Doc{Text: text, Date: article.Published}
	if err := p.Annotate(context.Background(), doc); err != nil {
		t.Fatal(err)
	}
	names := map[string][]string{}
	for i, e := range link.Entities(doc, article) {
		if e.ID == "" {
			continue
		}
		for _, m := range doc.Chains[i].Mentions {
			names[e.ID] = append(names[e.ID], doc.SpanText(doc.Mentions[m].Span))
		}
	}
	return names
}

// nodeOf returns the ID of the entity that words stand for, without the part
// that tells its article.
func nodeOf(t *testing.T, names map[string][]string, words string) string {
	t.Helper()
	found := ""
	for id, all := range names {
		if slices.Contains(all, words) {
			if found != "" {
				t.Errorf("%q is both %s and %s", words, found, id)
			}
			found = id
		}
	}
	return found
}

func TestSameEntity(t *testing.T) {
	tests := []struct {
		name, text string
		same       []string // words that all stand for one entity
	}{
		{"last name", "Ilse Varga opened the bridge. Varga thanked the builders.", []string{"Ilse Varga", "Varga"}},
		{"title", "Prime Minister Ilse Varga spoke in Norwick. Ms. Varga was brief.", []string{"Prime Minister Ilse Varga", "Ms. Varga"}},
		{"two last names", "Secretary Ana Soto Moreno resigned. Soto gave no reason.", []string{"Secretary Ana Soto Moreno", "Soto"}},
		{"who speaks in a quotation", "“I will not sign the treaty,” Ilse Varga said.", []string{"I", "Ilse Varga"}},
		{"acronym", "The Harbour Workers Association called a strike. The HWA wants more pay.", []string{"The Harbour Workers Association", "The HWA"}},
		{"country and its government", "The United States sent food. The US government also sent doctors, and Washington warned of more floods.", []string{"The United States", "The US government", "Washington"}},
		{"a site and its owner", "CNN reported the fire. Read more at CNN.com.", []string{"CNN", "CNN.com"}},
		{"after whom an administration is called", "Ilse Varga won the election in May. The Varga administration then bought the port, and the president opened it.", []string{"Ilse Varga", "the president"}},
		{"a storm that grew", "Tropical Storm Otilia formed on Monday. Hurricane Otilia reached Maren on Friday.", []string{"Tropical Storm Otilia", "Hurricane Otilia"}},
		{"bodies of a country", "The Malian Defence Ministry denied it. Mali's Defence Ministry later apologized.", []string{"The Malian Defence Ministry", "Mali's Defence Ministry"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			names := read(t, tt.text)
			want := nodeOf(t, names, tt.same[0])
			if want == "" {
				t.Fatalf("%q is no entity: %v", tt.same[0], names)
			}
			for _, words := range tt.same[1:] {
				if got := nodeOf(t, names, words); got != want {
					t.Errorf("%q is %q, %q is %q: %v", tt.same[0], want, words, got, names)
				}
			}
		})
	}
}

func TestDifferentEntities(t *testing.T) {
	tests := []struct {
		name, text string
		apart      [2]string
	}{
		{"people of one last name", "Ilse Varga met her brother, Tomas Varga, in Norwick.", [2]string{"Ilse Varga", "Tomas Varga"}},
		{"parties", "The Harbour Party won. The Meadow Party lost.", [2]string{"The Harbour Party", "The Meadow Party"}},
		{"courts", "The Court of Session heard the case. The Supreme Court of the United Kingdom did not.", [2]string{"The Court of Session", "The Supreme Court of the United Kingdom"}},
		{"a city and its university", "Students of Oxford University marched through Oxford.", [2]string{"Oxford University", "Oxford"}},
		{"governments", "The Chadian government thanked the Malian government.", [2]string{"The Chadian government", "the Malian government"}},
		{"a people and its officials", "Israel closed the road. Israeli officials gave no reason.", [2]string{"Israel", "Israeli officials"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			names := read(t, tt.text)
			a, b := nodeOf(t, names, tt.apart[0]), nodeOf(t, names, tt.apart[1])
			if a == b {
				t.Errorf("%q and %q are both %q: %v", tt.apart[0], tt.apart[1], a, names)
			}
		})
	}
}

func TestAcrossArticles(t *testing.T) {
	tests := []struct {
		name   string
		texts  [2]string
		words  [2]string
		shared bool
	}{
		{"full name", [2]string{"Ilse Varga opened the bridge.", "Norwick thanked Prime Minister Ilse B. Varga. Ilse Varga smiled."}, [2]string{"Ilse Varga", "Ilse Varga"}, true},
		{"last name alone", [2]string{"Varga opened the bridge.", "Varga scored twice."}, [2]string{"Varga", "Varga"}, false},
		{"namesakes in sport and elsewhere", [2]string{"The minister Ilse Varga opened the bridge.", "The goalkeeper Ilse Varga saved a penalty."}, [2]string{"The minister Ilse Varga", "The goalkeeper Ilse Varga"}, false},
		{"countries", [2]string{"The U.S. sent food.", "America thanked the doctors."}, [2]string{"The U.S.", "America"}, true},
		{"a body without a country", [2]string{"The City Council met.", "The City Council voted."}, [2]string{"The City Council", "The City Council"}, false},
		{"a body of a known country", [2]string{"Kenya votes. Kenyan deputies left Parliament early, Kenya's press wrote.", "The Kenyan Parliament met."}, [2]string{"Parliament", "The Kenyan Parliament"}, true},
		{"last names with a particle", [2]string{"Joost de Varga won. Mayor de Varga cheered.", "Joost de Varga lost."}, [2]string{"Joost de Varga", "Joost de Varga"}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := nodeOf(t, read(t, tt.texts[0]), tt.words[0])
			b := nodeOf(t, read(t, tt.texts[1]), tt.words[1])
			if a == "" || b == "" || (a == b) != tt.shared {
				t.Errorf("%q is %q, %q is %q", tt.words[0], a, tt.words[1], b)
			}
		})
	}
}

func TestRolesAreNoEntities(t *testing.T) {
	for id, all := range read(t, "The Foreign Secretary resigned. The Secretary of State spoke to him on Friday.") {
		if strings.Contains(id, "secretary") || strings.Contains(id, "friday") {
			t.Errorf("%s is an entity: %q", id, all)
		}
	}
}
