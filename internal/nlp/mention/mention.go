// Package mention finds the phrases that refer to something: names, nominals
// and pronouns, each with its head and its type.
//
// A Doc with trees goes in; Mentions come out, in order of appearance. Three
// small linear models do it: one finds names word by word, one says which nouns
// of the tree head a mention, one gives types. Start with Stage.
package mention

import (
	"cmp"
	"slices"
	"strings"

	"kg/internal/lexicon"
	"kg/internal/nlp"
	"kg/internal/nlp/learn"
)

// The types of what mentions refer to.
const (
	Person       = "PERSON"
	Organization = "ORG"
	Place        = "PLACE"
	Time         = "TIME"
	Event        = "EVENT"
	Object       = "OBJECT"
	Abstract     = "ABSTRACT"
	Animal       = "ANIMAL"
	Plant        = "PLANT"
	Substance    = "SUBSTANCE"
)

// A Model finds names, mentions and types. It is safe for concurrent use.
type Model struct {
	clusters *learn.Clusters
	names    scorer // classes: labels
	heads    scorer // classes: no mention, a mention
	types    scorer // classes: types
}

// Encode writes m, without the clusters, which it shares with others.
func (m *Model) Encode(e *learn.Encoder) {
	for _, weights := range []scorer{m.names, m.heads, m.types} {
		weights.(*learn.Linear).Encode(e)
	}
}

// Decode reads what Encode wrote.
func Decode(d *learn.Decoder, clusters *learn.Clusters) *Model {
	return &Model{clusters, learn.DecodeLinear(d), learn.DecodeLinear(d), learn.DecodeLinear(d)}
}

// Stage returns the stage that gives Recognized.
func Stage(m *Model) nlp.Stage {
	return nlp.Stage{Name: "mention", Needs: nlp.Segmented | nlp.Tagged | nlp.Parsed, Gives: nlp.Recognized, Run: m.Find}
}

// Find fills doc.Mentions.
func (m *Model) Find(doc *nlp.Doc) {
	words := words(doc, m.clusters)
	v := newView(doc, words, m.namesOf(doc, words))
	titles, inTitle := v.titles()
	var mentions []nlp.Mention
	var features []uint64
	for i := range doc.Tokens {
		named := v.headsName(i)
		if !named && (!v.candidate(i) || inTitle[i] || v.adjective(i) || v.inName(i)) {
			continue
		}
		span := v.phrase(i)
		if named {
			span = v.around(span, i, titles)
		}
		features = v.features(i, span, features[:0])
		if !named {
			var scores [2]float32
			m.heads.Scores(features, scores[:])
			if scores[1] <= scores[0] {
				continue
			}
		}
		kind := doc.Tokens[i].Type
		if kind == "" || kind == nlp.NoType {
			kind = m.typeOf(features)
		}
		mentions = append(mentions, v.mention(i, span, kind))
	}
	slices.SortStableFunc(mentions, func(a, b nlp.Mention) int {
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(b.Span.End, a.Span.End))
	})
	doc.Mentions = mentions
}

func (m *Model) typeOf(features []uint64) string {
	var scores [len(types)]float32
	m.types.Scores(features, scores[:])
	best := 0
	for k := range scores {
		if scores[k] > scores[best] {
			best = k
		}
	}
	return types[best]
}

// headsName reports whether token i is the head of a name.
func (v *view) headsName(i int) bool {
	return v.of[i] >= 0 && v.headOf(v.spans[v.of[i]].Span) == i
}

// titles returns where the title before each name of a person begins, and which
// tokens are the nouns of such titles: these are no mentions of their own.
func (v *view) titles() (start map[int]int, inTitle map[int]bool) {
	start, inTitle = map[int]int{}, map[int]bool{}
	for k, name := range v.spans {
		if name.kind != personKind {
			continue
		}
		if title, noun := v.titleBefore(name.Span); noun >= 0 {
			start[k] = title.Start
			inTitle[noun] = true
		}
	}
	return start, inTitle
}

// around widens the phrase of i to all of the name that i heads, with its
// title.
func (v *view) around(span nlp.Span, i int, titles map[int]int) nlp.Span {
	k := v.of[i]
	span.Start, span.End = min(span.Start, v.spans[k].Start), max(span.End, v.spans[k].End)
	if start, has := titles[k]; has {
		span.Start = start
	}
	return span
}

// inName reports whether token i is a part of a name that is no mention of its
// own: all of a person's name, and what does not hang on the rest of another's.
func (v *view) inName(i int) bool {
	k := v.of[i]
	return k >= 0 && v.spans[k].Len() > 1 && (v.name[i] == personKind || !v.spans[k].Contains(v.Tokens[i].Head))
}

// adjective reports whether token i is "Israeli" in "Israeli officials".
func (v *view) adjective(i int) bool {
	return v.words[i].lists&lexicon.Demonym != 0 && v.words[i].lists&lexicon.CountryName == 0 && modifies(v.Doc, i)
}

// mention makes the mention with head i.
func (v *view) mention(i int, span nlp.Span, kind string) nlp.Mention {
	tok := &v.Tokens[i]
	m := nlp.Mention{Span: span, Head: i, Kind: nlp.Nominal, Type: kind}
	switch {
	case v.headsName(i):
		m.Kind, m.Name = nlp.Name, v.spans[v.of[i]].Span
		if v.name[i] == personKind {
			m.Type = Person
		}
	case v.of[i] >= 0 && tok.UPOS != "PROPN":
		// "harbour" in "Maren harbour museum"
	case tok.UPOS == "PROPN":
		if name := v.properName(i, span); !v.isRole(name) {
			m.Kind, m.Name = nlp.Name, name
		}
	case tok.UPOS == "PRON":
		m.Kind = nlp.Pronoun
		if personal()[strings.ToLower(tok.Text)] {
			m.Type = Person
		}
	}
	return m
}

// isRole reports whether proper nouns that the tagger holds for no name say
// what somebody is: "Secretary" in "the Secretary of State".
func (v *view) isRole(name nlp.Span) bool { return v.of[name.Start] < 0 && isRole(v.words, name) }

// properName returns the proper nouns around i that make one name with it.
func (v *view) properName(i int, span nlp.Span) nlp.Span {
	name := nlp.Span{Start: i, End: i + 1}
	for name.Start > span.Start && v.joins(name.Start-1, i) {
		name.Start--
	}
	for name.End < span.End && v.joins(name.End, i) {
		name.End++
	}
	return name
}

func (v *view) joins(k, i int) bool {
	tok := &v.Tokens[k]
	rel := v.rel(k)
	party := rel == "amod" && v.Tokens[i].XPOS == "NNPS" && v.words[k].caps == initial && !v.starts[k] && v.words[k].lists&lexicon.Demonym == 0
	return tok.Head == i && v.of[k] == v.of[i] && (rel == "flat" || rel == "compound" && tok.UPOS == "PROPN" || party)
}

// findNames returns the names of doc in order, as the parser or, if that finds
// none, the tagger of names sees them.
func (m *Model) findNames(doc *nlp.Doc, words []word, c *surroundings) []nameSpan {
	var names []nameSpan
	if doc.Has(nlp.Named) {
		for _, span := range doc.Names() {
			if kind := slices.Index(nameTypes[:], doc.Tokens[span.Start].Name[2:]); kind >= 0 {
				names = append(names, nameSpan{span, kind})
			}
		}
		return names
	}
	var d decoder
	for _, s := range doc.Sentences {
		names = append(names, fromLabels(d.decode(m.names, nameFeatures(doc, words, c, s), withMisc), s.Start)...)
	}
	return names
}

// namesOf returns the names of doc as they are used: without titles, and the
// same throughout the doc.
func (m *Model) namesOf(doc *nlp.Doc, words []word) []nameSpan {
	c := newSurroundings(doc, words)
	names := m.findNames(doc, words, c)
	for k := range names {
		if names[k].kind == personKind {
			names[k].Span = withoutTitle(doc, words, names[k].Span)
		}
	}
	return consistent(doc, words, c, names)
}
