package extract

import (
	"slices"

	"kg/internal/nlp"
)

// The kinds of attribution.
const (
	direct   = "direct"   // all of the content stands in quotation marks
	indirect = "indirect" // none of it does
	mixed    = "mixed"
)

// An Attribution is somebody's saying or thinking something.
type Attribution struct {
	Source     nlp.Span   // who, as it stands beside the cue; empty if nobody is named
	SourceHead int        // its head token, or -1
	Cue        nlp.Span   // the words that say so: "said", "according to"
	CueHead    int        // its head token, or -1
	Content    []nlp.Span // what was said
	Kind       string     // direct, indirect, mixed
	Parent     int        // index of the attribution in whose content this one stands, or -1

	Form string // the construction it was read from: clause, object, noun
}

// Attributions returns who says what in doc, in order of appearance. What
// somebody is said to have said has the outer attribution as its Parent.
func Attributions(doc *nlp.Doc) []Attribution { return attributions(newTree(doc)) }

func attributions(t *tree) []Attribution {
	a := newAttributor(t)
	a.quotations()
	for i := range t.Tokens {
		a.cue(i)
	}
	a.headlines()
	a.continuations()
	return a.finish()
}

// An attributor collects the attributions of one Doc.
type attributor struct {
	*tree
	words  *attributionWords
	quotes []quote
	quoted []int        // for each token the quote it stands in, or -1
	cues   map[int]bool // tokens that are the head of a cue already
	lent   map[int]int  // speakers that verbs get from the verb before them
	found  []Attribution
}

func newAttributor(t *tree) *attributor {
	a := &attributor{tree: t, words: cueWords(), cues: map[int]bool{}, lent: map[int]int{}}
	a.quotes, a.quoted = findQuotes(t.Doc)
	return a
}

// add adds an attribution with the words of cue, unless its content is empty
// or its cue is taken.
func (a *attributor) add(form string, source, cueHead int, cue nlp.Span, content ...nlp.Span) {
	if cueHead >= 0 && a.cues[cueHead] {
		return
	}
	found := Attribution{Form: form, SourceHead: source, CueHead: cueHead, Cue: cue, Parent: -1}
	if source >= 0 {
		found.Source = a.sourceSpan(source, cue, content)
	}
	for _, piece := range content {
		found.Content = append(found.Content, a.without(piece, found.Source, cue)...)
	}
	if len(found.Content) == 0 {
		return
	}
	if cueHead >= 0 {
		a.cues[cueHead] = true
	}
	a.found = append(a.found, found)
}

// without returns the pieces of span that others leave, without punctuation at
// their ends that belongs to nobody.
func (a *attributor) without(span nlp.Span, others ...nlp.Span) []nlp.Span {
	pieces := []nlp.Span{span}
	for _, o := range others {
		var rest []nlp.Span
		for _, p := range pieces {
			if o.Len() <= 0 || o.End <= p.Start || o.Start >= p.End {
				rest = append(rest, p)
				continue
			}
			rest = append(rest, nlp.Span{Start: p.Start, End: o.Start}, nlp.Span{Start: o.End, End: p.End})
		}
		pieces = rest
	}
	var all []nlp.Span
	for _, p := range pieces {
		if p = a.tidy(p); p.Len() > 0 {
			all = append(all, p)
		}
	}
	return all
}

// tidy takes commas and full stops off the ends of span.
func (a *attributor) tidy(span nlp.Span) nlp.Span {
	for span.Len() > 0 && a.stop(span.Start) {
		span.Start++
	}
	for span.Len() > 0 && a.stop(span.End-1) {
		span.End--
	}
	return span
}

// finish sorts what was found, says which attribution stands in which, and
// names the kinds.
func (a *attributor) finish() []Attribution {
	slices.SortStableFunc(a.found, func(x, y Attribution) int { return x.first() - y.first() })
	for i := range a.found {
		a.found[i].Parent = -1
		at := a.found[i].anchor()
		smallest := 0
		for j := range a.found {
			size := a.found[j].size()
			if i == j || !a.found[j].holds(at) || a.found[i].holds(a.found[j].anchor()) && size <= a.found[i].size() {
				continue
			}
			if a.found[i].Parent < 0 || size < smallest {
				a.found[i].Parent, smallest = j, size
			}
		}
		a.found[i].Kind = a.kind(a.found[i].Content)
	}
	return a.found
}

// anchor returns the token by which x stands where it stands.
func (x *Attribution) anchor() int {
	if x.CueHead >= 0 {
		return x.CueHead
	}
	return x.Content[0].Start
}

// first returns the first token of x.
func (x *Attribution) first() int {
	first := x.Content[0].Start
	if x.Cue.Len() > 0 {
		first = min(first, x.Cue.Start)
	}
	if x.Source.Len() > 0 {
		first = min(first, x.Source.Start)
	}
	return first
}

// holds reports whether token i is in the content of x.
func (x *Attribution) holds(i int) bool {
	for _, piece := range x.Content {
		if piece.Contains(i) {
			return true
		}
	}
	return false
}

// size returns the number of tokens in the content of x.
func (x *Attribution) size() int {
	n := 0
	for _, piece := range x.Content {
		n += piece.Len()
	}
	return n
}

// kind says how much of content stands in quotation marks.
func (a *attributor) kind(content []nlp.Span) string {
	in, out := 0, 0
	for _, piece := range content {
		for i := piece.Start; i < piece.End; i++ {
			switch {
			case a.Tokens[i].UPOS == "PUNCT":
			case a.quoted[i] >= 0:
				in++
			default:
				out++
			}
		}
	}
	switch {
	case in == 0:
		return indirect
	case out == 0:
		return direct
	}
	return mixed
}
