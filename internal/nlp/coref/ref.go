package coref

import (
	"cmp"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"kg/internal/lexicon"
	"kg/internal/nlp"
	"kg/internal/nlp/learn"
)

// A ref is a mention with what tells what it may refer to.
type ref struct {
	*nlp.Mention
	key       string // for a pronoun itself: "he"; else "name", "the", "this", "a", "poss", "bare"
	keyHash   uint64
	head      string   // lemma of the head
	name      []string // words of the name in lower case, without dots
	text      string   // all words in lower case, without a determiner
	mods      []string // lemmas that narrow the head down: adjectives, compounds, numbers
	number    number
	gender    gender
	person    int // 1, 2 or 3
	sentence  int
	para      int
	role      string // relation of the head, without subtype
	governor  string // lemma of what the head hangs on
	headHash  uint64
	roleHash  uint64
	govHash   uint64
	fine      uint64
	sense     uint64
	second    uint64
	typeHash  uint64
	country   string   // the first name of the country that it names, or empty
	home      string   // the country that a nominal is said to be of: "the Malian army"
	quote     int      // number of the quotation it stands in, or -1
	speaker   int      // ref of who speaks there, or -1
	fresh     bool     // it brings in another thing: "another", "another minister"
	titles    []string // lemmas of the words before a person's name
	opens     bool     // it opens a paragraph before a colon, as speakers do in an interview
	predicate bool     // it is what something is said to be
	denied    int      // the subject of which the head is said not to be it, or -1
	order     int      // its place among the mentions
}

type number uint8

const (
	anyNumber number = iota
	one
	many
)

type gender uint8

const (
	anyGender gender = iota
	male
	female
	thing
)

// lists are the word lists that coref reads.
type lists struct {
	pronouns  map[string]string
	gendered  map[string]string
	given     map[string]string
	titles    map[string]string
	senses    map[string]string
	second    map[string]string
	countries map[string]string // any name of a country → its first name
	demonyms  map[string]string // an adjective → the country
	speech    lexicon.Set
}

var loadLists = sync.OnceValue(func() *lists {
	l := &lists{
		pronouns:  lexicon.Map("pronouns"),
		gendered:  lexicon.Map("gendered-nouns"),
		given:     lexicon.Map("given-names"),
		titles:    lexicon.Map("name-words"),
		senses:    lexicon.Map("supersenses"),
		second:    lexicon.Map("supersenses-second"),
		speech:    lexicon.Words("speech-verbs"),
		countries: map[string]string{}, demonyms: map[string]string{},
	}
	for _, c := range lexicon.Classes("countries") {
		for _, name := range c.Entries {
			l.countries[nameKey(name)] = c.Name
		}
	}
	for _, c := range lexicon.Classes("demonyms") {
		for _, name := range c.Entries {
			l.demonyms[nameKey(name)] = c.Name
		}
	}
	return l
})

// newRefs describes every mention of doc.
func newRefs(doc *nlp.Doc, clusters *learn.Clusters) []ref {
	l := loadLists()
	sentence, para := make([]int, len(doc.Tokens)), make([]int, len(doc.Tokens))
	p := -1
	for k, s := range doc.Sentences {
		for i := s.Start; i < s.End; i++ {
			if doc.StartsParagraph(i) {
				p++
			}
			sentence[i], para[i] = k, p
		}
	}
	dependents := make([][]int, len(doc.Tokens))
	for i := range doc.Tokens {
		if h := doc.Tokens[i].Head; h >= 0 && h < len(doc.Tokens) && h != i {
			dependents[h] = append(dependents[h], i)
		}
	}
	refs := make([]ref, len(doc.Mentions))
	for i := range refs {
		r := &refs[i]
		r.Mention, r.order = &doc.Mentions[i], i
		r.sentence, r.para = sentence[r.Head], para[r.Head]
		r.describe(doc, l, dependents, clusters)
	}
	return refs
}

func (r *ref) describe(doc *nlp.Doc, l *lists, dependents [][]int, clusters *learn.Clusters) {
	tok := &doc.Tokens[r.Head]
	low := strings.ToLower(learn.Straight(tok.Text))
	r.head = strings.ToLower(tok.Lemma)
	if r.head == "" {
		r.head = low
	}
	r.role, _, _ = strings.Cut(tok.DepRel, ":")
	if tok.DepRel == "nmod:poss" || tok.DepRel == "nsubj:pass" {
		r.role = tok.DepRel
	}
	if tok.Head >= 0 {
		r.governor = strings.ToLower(doc.Tokens[tok.Head].Lemma)
	}
	r.person, r.denied = 3, -1
	r.number = numberOf(tok)
	r.key = "bare"
	switch r.Kind {
	case nlp.Pronoun:
		r.pronoun(low, l)
	case nlp.Name:
		r.key = "name"
		for i := r.Name.Start; i < r.Name.End; i++ {
			if w := nameWord(doc.Tokens[i].Text); w != "" {
				r.name = append(r.name, w)
			}
		}
		r.opens = doc.StartsParagraph(r.Name.Start) && r.Name.End < len(doc.Tokens) && doc.Tokens[r.Name.End].Text == ":"
		r.country = l.countries[strings.Join(r.name, " ")]
		if r.Type == "PERSON" {
			for i := r.Span.Start; i < r.Name.Start; i++ {
				r.titles = append(r.titles, strings.ToLower(doc.Tokens[i].Lemma))
			}
			r.personName(doc, l)
		} else {
			r.home = l.homeOf(r.name)
		}
	default:
		if g := genderOf(l.gendered[r.head]); g != anyGender {
			r.gender = g
		}
	}
	r.modifiers(doc, dependents, l)
	subject, negated := -1, false
	for _, d := range dependents[r.Head] {
		switch {
		case doc.Tokens[d].DepRel == "cop":
			r.predicate = true
		case doc.Tokens[d].DepRel == "nsubj":
			subject = d
		case strings.Contains(doc.Tokens[d].Feats, "Polarity=Neg") || strings.EqualFold(doc.Tokens[d].Lemma, "not"):
			negated = true
		}
	}
	if negated {
		r.denied = subject
	}
	r.fresh = r.fresh || r.head == "another"
	r.text = phraseText(doc, r.Span)
	r.headHash, r.roleHash, r.govHash = learn.Hash(r.head), learn.Hash(r.role), learn.Hash(r.governor)
	r.keyHash, r.typeHash = learn.Hash(r.key), learn.Hash(r.Type)
	r.sense, r.second = learn.Hash(l.senses[r.head]), learn.Hash(l.second[r.head])
	if clusters != nil {
		if _, fine, ok := clusters.Of(learn.Key(tok.Text)); ok {
			r.fine = uint64(fine) + 1
		}
	}
}

// numberOf returns whether a noun is one or many.
func numberOf(tok *nlp.Token) number {
	switch {
	case tok.XPOS == "NNS" || tok.XPOS == "NNPS" || strings.Contains(tok.Feats, "Number=Plur"):
		return many
	case tok.UPOS == "NOUN" || tok.UPOS == "PROPN" || strings.Contains(tok.Feats, "Number=Sing"):
		return one
	}
	return anyNumber
}

func genderOf(word string) gender {
	switch word {
	case "male":
		return male
	case "female":
		return female
	}
	return anyGender
}

// pronoun reads person, number and gender off the word.
func (r *ref) pronoun(low string, l *lists) {
	r.key = low
	switch class := l.pronouns[low]; class {
	case "1 singular":
		r.key, r.person, r.number = "i", 1, one
	case "1 plural":
		r.key, r.person, r.number = "we", 1, many
	case "2":
		r.key, r.person, r.number = "you", 2, anyNumber
	case "3 male":
		r.key, r.number, r.gender = "he", one, male
	case "3 female":
		r.key, r.number, r.gender = "she", one, female
	case "3 thing":
		r.key, r.number, r.gender = "it", one, thing
	case "3 plural":
		r.key, r.number = "they", many
	case "pointing singular":
		r.number = one
	case "pointing plural":
		r.number = many
	}
}

// personName reads the gender off a title or a given name: "Mrs Moss", "Ada
// Moss".
func (r *ref) personName(doc *nlp.Doc, l *lists) {
	for i := r.Span.Start; i < r.Name.End; i++ {
		word := doc.Tokens[i].Text
		if i < r.Name.Start || i == r.Name.Start {
			if g := genderOf(l.gendered[strings.ToLower(word)]); g != anyGender {
				r.gender = g
				return
			}
		}
		if i == r.Name.Start {
			r.gender = genderOf(l.given[word])
		}
	}
}

// modifiers reads the determiner and what narrows the head down.
func (r *ref) modifiers(doc *nlp.Doc, dependents [][]int, l *lists) {
	for _, d := range dependents[r.Head] {
		tok := &doc.Tokens[d]
		rel, _, _ := strings.Cut(tok.DepRel, ":")
		lemma := strings.ToLower(tok.Lemma)
		switch {
		case r.Kind == nlp.Nominal && rel == "det":
			switch lemma {
			case "the":
				r.key = "the"
			case "this", "that", "these", "those":
				r.key = "this"
			case "a", "an":
				r.key = "a"
			case "another":
				r.key, r.fresh = "some", true
			default:
				r.key = "some"
			}
		case r.Kind == nlp.Nominal && tok.DepRel == "nmod:poss":
			r.key = "poss"
			r.home = cmp.Or(r.home, l.countryAt(doc, d, dependents[d]))
		case rel == "amod" || rel == "compound" || rel == "nummod" || tok.DepRel == "nmod:desc":
			r.mods = append(r.mods, lemma)
			if r.Kind == nlp.Nominal {
				r.home = cmp.Or(r.home, l.demonyms[nameWord(tok.Text)], l.countryAt(doc, d, dependents[d]))
			}
		case rel == "nmod" && r.Kind == nlp.Nominal:
			r.home = cmp.Or(r.home, l.countryAt(doc, d, dependents[d]))
		}
	}
}

// countryAt returns the country that token i names with the words of the name
// that hang on it, or nothing.
func (l *lists) countryAt(doc *nlp.Doc, i int, dependents []int) string {
	span := nlp.Span{Start: i, End: i + 1}
	for _, d := range dependents {
		if rel := doc.Tokens[d].DepRel; rel == "flat" || rel == "compound" || rel == "amod" && doc.Tokens[d].XPOS == "NNP" {
			span.Start, span.End = min(span.Start, d), max(span.End, d+1)
		}
	}
	return l.countries[nameKey(doc.SpanText(span))]
}

// homeOf returns the country whose name or adjective a longer name begins with.
func (l *lists) homeOf(name []string) string {
	for n := min(len(name)-1, 3); n > 0; n-- {
		front := strings.Join(name[:n], " ")
		if c := cmp.Or(l.countries[front], l.demonyms[front]); c != "" {
			return c
		}
	}
	return ""
}

// nameKey returns a name as its words are compared.
func nameKey(name string) string {
	words := strings.Fields(name)
	for i, w := range words {
		words[i] = nameWord(w)
	}
	return strings.Join(words, " ")
}

// nameWord returns a word of a name as it is compared: "U.S." is "us", "José" is
// "jose".
func nameWord(text string) string {
	text = strings.ToLower(learn.Straight(text))
	text = norm.NFD.String(strings.TrimSuffix(text, "'s"))
	return strings.Map(func(c rune) rune {
		if strings.ContainsRune(".,'\"()-", c) || unicode.Is(unicode.Mn, c) {
			return -1
		}
		return c
	}, text)
}

// phraseText returns the words of span in lower case without its determiner.
func phraseText(doc *nlp.Doc, span nlp.Span) string {
	if span.Len() > 1 && doc.Tokens[span.Start].UPOS == "DET" {
		span.Start++
	}
	if span.Len() > 12 {
		return ""
	}
	var b strings.Builder
	for i := span.Start; i < span.End; i++ {
		if i > span.Start {
			b.WriteByte(' ')
		}
		b.WriteString(strings.ToLower(doc.Tokens[i].Text))
	}
	return b.String()
}
