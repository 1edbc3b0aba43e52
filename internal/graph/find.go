package graph

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"

	"kg/internal/kg"
)

// A Match is something that a name found.
type Match struct {
	ID    string
	Kind  string // KindEntity or KindPhrase
	Exact bool   // the name is one of its names, but for case and punctuation
}

// Find returns the entities and phrases that have words in a name, without
// regard to case and punctuation: first those that are called just so, then
// entities before phrases, short names before long ones. limit 0 is no limit.
func (s *Store) Find(ctx context.Context, words string, limit int) ([]Match, error) {
	wanted := kg.Slug(words)
	if wanted == "" {
		return nil, nil
	}
	s, done := s.frozen()
	defer done()
	length := map[string]int{}
	found := map[string]Match{}
	names := map[any]string{} // slugs of names that have the words, "" for others
	for q, err := range s.naming(ctx, wanted) {
		if err != nil {
			return nil, err
		}
		name, err := s.nameWith(q, wanted, names)
		if err != nil {
			return nil, err
		}
		if name == "" {
			continue
		}
		node, err := s.end(q, quad.Subject)
		if err != nil {
			return nil, err
		}
		kind := kindOf(native(node))
		if kind != KindEntity && kind != KindPhrase {
			continue
		}
		id, err := s.canonical(ctx, native(node))
		if err != nil {
			return nil, err
		}
		m, seen := found[id]
		found[id] = Match{id, kind, m.Exact || bare(name) == bare(wanted)}
		if !seen || len(name) < length[id] {
			length[id] = len(name)
		}
	}
	matches := make([]Match, 0, len(found))
	for _, m := range found {
		matches = append(matches, m)
	}
	slices.SortFunc(matches, func(a, b Match) int {
		return cmp.Or(
			compareBool(b.Exact, a.Exact),
			strings.Compare(a.Kind, b.Kind),
			cmp.Compare(length[a.ID], length[b.ID]),
			strings.Compare(a.ID, b.ID))
	})
	if limit > 0 && len(matches) > limit {
		matches = matches[:limit]
	}
	return matches, nil
}

// FindArticles returns the IDs of the articles with a name, an address or a
// headline, of the last without regard to case.
func (s *Store) FindArticles(ctx context.Context, text string) ([]string, error) {
	var ids []string
	for _, predicate := range []quad.IRI{schemaID, schemaURL, schemaHeadline} {
		found, err := s.subjects(ctx, predicate, quad.String(text))
		if err != nil {
			return nil, err
		}
		ids = append(ids, found...)
	}
	if len(ids) == 0 {
		for q, err := range s.scan(ctx, quad.Predicate, schemaHeadline) {
			if err != nil {
				return nil, err
			}
			if strings.EqualFold(native(q.Object), text) {
				ids = append(ids, native(q.Subject))
			}
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

// bare returns a slug without what names are written with or without: "the",
// and what divides the letters of "U.S.".
func bare(slug string) string {
	return strings.ReplaceAll(strings.TrimPrefix(slug, "the-"), "-", "")
}

// nameWith returns the slug of the name that a quad gives, if it has the wanted
// words, else "". known remembers the names that were seen.
func (s *Store) nameWith(q graph.Ref, wanted string, known map[any]string) (string, error) {
	object, err := s.qs.QuadDirection(q, quad.Object)
	if err != nil {
		return "", err
	}
	key := object.Key()
	if name, seen := known[key]; seen {
		return name, nil
	}
	value, err := s.qs.NameOf(object)
	if err != nil {
		return "", err
	}
	name := kg.Slug(native(value))
	if !hasWords(name, wanted) {
		name = ""
	}
	known[key] = name
	return name, nil
}

// naming returns the quads that name something, at least those whose names have
// the words of a slug.
func (s *Store) naming(ctx context.Context, words string) iter.Seq2[graph.Ref, error] {
	return func(yield func(graph.Ref, error) bool) {
		if r, ok := s.qs.(*reader); ok {
			links, err := r.naming(ctx, words)
			if err != nil {
				yield(nil, err)
			}
			for _, l := range links {
				if !yield(l, nil) {
					return
				}
			}
			return
		}
		for _, predicate := range naming {
			for q, err := range s.refs(ctx, quad.Predicate, predicate) {
				if !yield(q, err) || err != nil {
					return
				}
			}
		}
	}
}

// naming are the predicates that give a thing its names.
var naming = []quad.IRI{rdfsLabel, skosAltLabel, skosPrefLabel}

// joined returns a slug as one word: if one has the words of another, as
// hasWords says, then so it is with what joined makes of them.
func joined(slug string) string {
	var b strings.Builder
	for word := range strings.SplitSeq(slug, "-") {
		b.WriteString(singular(word))
	}
	return b.String()
}

// hasWords reports whether words stand in a name one after the other, whatever
// divides them: "Gaza Strip" in "reoccupation of the Gaza Strip", "ceasefires"
// in "a lasting cease-fire". Both are slugs.
func hasWords(name, words string) bool {
	target := joined(words)
	parts := strings.Split(name, "-")
	for i := range parts {
		rest := target
		for _, part := range parts[i:] {
			part = singular(part)
			if rest == part {
				return true
			}
			var ok bool
			if rest, ok = strings.CutPrefix(rest, part); !ok {
				break
			}
		}
	}
	return false
}

// singular takes the ending of the plural off a word. That of other words goes
// as well, which does no harm where both sides lose it.
func singular(word string) string {
	if len(word) > 3 && !strings.HasSuffix(word, "ss") {
		return strings.TrimSuffix(word, "s")
	}
	return word
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}
