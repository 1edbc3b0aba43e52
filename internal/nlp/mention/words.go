package mention

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"kg/internal/lexicon"
	"kg/internal/nlp"
	"kg/internal/nlp/learn"
)

// A word is a token as the models see it: hashes, so that a feature costs no
// string.
type word struct {
	form   uint64 // as it stands
	key    uint64 // learn.Key
	lemma  uint64
	shape  uint64
	prefix [2]uint64 // of 2 and 3 letters, in lower case
	suffix [3]uint64 // of 2, 3 and 4 letters
	coarse uint64    // cluster, or 0
	fine   uint64
	upos   uint64
	xpos   uint64
	rel    uint64
	caps   capitals
	lists  lexicon.Hint
	sense  uint64 // what kind of thing the noun mostly names
	second uint64 // and what else
}

// capitals says how a word is written.
type capitals uint8

const (
	lower     capitals = iota
	initial            // Harbour
	capital            // NATO
	mixed              // McKay, eBay
	noLetters          // 1984
)

func capitalsOf(form string) capitals {
	upper, letters := 0, 0
	for _, r := range form {
		if unicode.IsLetter(r) {
			letters++
			if unicode.IsUpper(r) {
				upper++
			}
		}
	}
	first, _ := utf8.DecodeRuneInString(form)
	switch {
	case letters == 0:
		return noLetters
	case upper == 0:
		return lower
	case upper == letters && letters > 1:
		return capital
	case upper == 1 && unicode.IsUpper(first):
		return initial
	}
	return mixed
}

// personal are the pronouns that only stand for people.
var personal = sync.OnceValue(func() lexicon.Set {
	set := lexicon.Set{}
	for pronoun, class := range lexicon.Map("pronouns") {
		switch class {
		case "1 singular", "2", "3 male", "3 female":
			set[pronoun] = true
		}
	}
	return set
})

// What words are asked for.
var (
	properNoun, commonNoun            = learn.Hash("PROPN"), learn.Hash("NOUN")
	hashOf, hashThe, hashFor, hashAnd = learn.Hash("of"), learn.Hash("the"), learn.Hash("for"), learn.Hash("and")
	hashNN                            = learn.Hash("NN")
	sensePerson, sensePhenomenon      = learn.Hash("person"), learn.Hash("phenomenon")
)

// words looks up every token of doc.
func words(doc *nlp.Doc, clusters *learn.Clusters) []word {
	h := lexicon.LoadHints()
	all := make([]word, len(doc.Tokens))
	for i := range doc.Tokens {
		tok := &doc.Tokens[i]
		w := &all[i]
		form := learn.Straight(tok.Text)
		key := learn.Key(tok.Text)
		w.form, w.key, w.shape = learn.Hash(form), learn.Hash(key), learn.Hash(learn.Shape(form))
		w.lemma = learn.Hash(strings.ToLower(tok.Lemma))
		w.upos, w.xpos, w.rel = learn.Hash(tok.UPOS), learn.Hash(tok.XPOS), learn.Hash(tok.DepRel)
		for k := range w.prefix {
			w.prefix[k] = learn.Hash(cut(key, k+2, false))
		}
		for k := range w.suffix {
			w.suffix[k] = learn.Hash(cut(key, k+2, true))
		}
		if clusters != nil {
			if coarse, fine, ok := clusters.Of(key); ok {
				w.coarse, w.fine = uint64(coarse)+1, uint64(fine)+1
			}
		}
		w.caps = capitalsOf(form)
		if w.caps != lower {
			w.lists |= h.Of(form)
			markPlace(h, doc, all, i)
		} else if w.upos == properNoun || w.upos == commonNoun {
			w.lists |= h.Of(lexicon.TitleCase(form))
		}
		lemma := strings.ToLower(tok.Lemma)
		sense, second := h.Senses(lemma)
		w.sense, w.second = learn.Hash(sense), learn.Hash(second)
	}
	return all
}

// markPlace marks the tokens from i on if they are a known name of a place of
// several words: "New York".
func markPlace(h *lexicon.Hints, doc *nlp.Doc, all []word, i int) {
	for _, name := range h.Places(doc.Tokens[i].Text) {
		start := doc.Tokens[i].Start
		end := start + len(name)
		if end > len(doc.Text) || doc.Text[start:end] != name {
			continue
		}
		for j := i; j < len(doc.Tokens) && doc.Tokens[j].End() <= end; j++ {
			all[j].lists |= lexicon.InPlaceName
		}
	}
}

// cut returns the first or last n letters of s, or all of it.
func cut(s string, n int, last bool) string {
	if last {
		at := len(s)
		for ; n > 0 && at > 0; n-- {
			_, size := utf8.DecodeLastRuneInString(s[:at])
			at -= size
		}
		return s[at:]
	}
	at := 0
	for ; n > 0 && at < len(s); n-- {
		_, size := utf8.DecodeRuneInString(s[at:])
		at += size
	}
	return s[:at]
}
