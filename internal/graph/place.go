package graph

import (
	"context"
	"slices"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"

	"kg/internal/kg"
	"kg/internal/near"
)

// A place is where an article stands among the others. It depends on which
// articles there are and, for versions without a date, on which was read last,
// and on nothing else.
type place struct {
	older      string   // the version before it under the same address; empty if there is none
	superseded bool     // there is a later version: it is history, and makes no edges
	copies     []string // articles of other addresses that have much the same words, sorted
}

// articlePlace adds the quads of a place, and the sketch by which copies find
// one another.
func (b *builder) articlePlace(id quad.IRI, a *kg.Article) {
	if b.place.older != "" {
		b.link(id, provRevision, b.iri(b.place.older))
	}
	for _, other := range b.place.copies {
		b.link(id, kgCopyOf, b.iri(other))
	}
	sketch := near.New(a.Text)
	b.set(id, kgSketch, quad.String(sketch.String()))
	for _, band := range sketch.Bands() {
		b.link(id, kgBand, bandNode(band))
	}
}

func bandNode(band string) quad.IRI { return quad.IRI("band/" + band) }

// placeOf reads the place of an article back.
func (s *Store) placeOf(ctx context.Context, id string) (place, error) {
	p, err := s.of(ctx, quad.IRI(id), provRevision, kgCopyOf)
	if err != nil {
		return place{}, err
	}
	at := place{older: p.id(provRevision)}
	for _, other := range p[kgCopyOf] {
		at.copies = append(at.copies, native(other))
	}
	slices.Sort(at.copies)
	newer, err := s.subjects(ctx, provRevision, quad.IRI(id))
	at.superseded = len(newer) > 0
	return at, err
}

// Versions returns the IDs of the articles that were read under an address,
// oldest first.
func (s *Store) Versions(ctx context.Context, url string) ([]string, error) {
	if url == "" {
		return nil, nil
	}
	s, done := s.frozen()
	defer done()
	ids, err := s.subjects(ctx, schemaURL, quad.String(url))
	if err != nil || len(ids) < 2 {
		return ids, err
	}
	newer := map[string]string{}
	first := ""
	for _, id := range ids {
		p, err := s.of(ctx, quad.IRI(id), provRevision)
		if err != nil {
			return nil, err
		}
		if older := p.id(provRevision); older != "" {
			newer[older] = id
		} else {
			first = id
		}
	}
	var line []string
	for id := first; id != "" && len(line) < len(ids); id = newer[id] {
		line = append(line, id)
	}
	return line, nil
}

// Copies returns the IDs of the articles of other addresses that have much the
// same words as the article of an ID.
func (s *Store) Copies(ctx context.Context, id string) ([]string, error) {
	s, done := s.frozen()
	defer done()
	at, err := s.placeOf(ctx, id)
	return at.copies, err
}

// findCopies looks up the articles that have much the same words as a.
func (s *Store) findCopies(ctx context.Context, a *kg.Article) ([]string, error) {
	sketch := near.New(a.Text)
	var bands []quad.Value
	for _, band := range sketch.Bands() {
		bands = append(bands, bandNode(band))
	}
	ids, err := s.subjects(ctx, kgBand, bands...)
	if err != nil {
		return nil, err
	}
	var copies []string
	for _, id := range ids {
		if id == a.ID {
			continue
		}
		p, err := s.of(ctx, quad.IRI(id), kgSketch, schemaURL)
		if err != nil {
			return nil, err
		}
		other, err := near.Parse(p.text(kgSketch))
		if err != nil {
			return nil, err
		}
		sameAddress := a.URL != "" && p.text(schemaURL) == a.URL // versions are no copies
		if !sameAddress && sketch.Similarity(&other) >= near.Copy {
			copies = append(copies, id)
		}
	}
	return copies, nil
}

// settle finds the place of an article that comes or goes, and what that
// changes in the articles around it. The article itself is not in the deltas.
func (s *Store) settle(ctx context.Context, a *kg.Article, comes bool) (place, []graph.Delta, error) {
	var at place
	var err error
	if at.copies, err = s.findCopies(ctx, a); err != nil {
		return at, nil, err
	}
	var deltas []graph.Delta
	for _, other := range at.copies {
		d := graph.Delta{Action: graph.Delete, Quad: quad.Quad{Subject: quad.IRI(other), Predicate: kgCopyOf, Object: quad.IRI(a.ID), Label: quad.IRI(other)}}
		if comes {
			d.Action = graph.Add
		}
		deltas = append(deltas, d)
	}
	before, err := s.Versions(ctx, a.URL)
	if err != nil {
		return at, nil, err
	}
	after, err := s.insert(ctx, before, a, comes)
	if err != nil {
		return at, nil, err
	}
	for i, id := range after {
		older := ""
		if i > 0 {
			older = after[i-1]
		}
		superseded := i+1 < len(after)
		if id == a.ID {
			at.older, at.superseded = older, superseded
			continue
		}
		d, err := s.move(ctx, id, older, superseded)
		if err != nil {
			return at, nil, err
		}
		deltas = append(deltas, d...)
	}
	return at, deltas, nil
}

// insert returns the versions under the address of a, oldest first, as they
// are after a has come or gone. It goes behind those that were published no
// later; where no date is known the one that is read last is the latest.
func (s *Store) insert(ctx context.Context, versions []string, a *kg.Article, comes bool) ([]string, error) {
	if a.URL == "" {
		return nil, nil
	}
	i := slices.Index(versions, a.ID)
	switch {
	case i >= 0 && comes:
		return versions, nil
	case i >= 0:
		return slices.Delete(slices.Clone(versions), i, i+1), nil
	case !comes:
		return versions, nil
	}
	i = len(versions)
	for ; i > 0 && !a.Published.IsZero(); i-- {
		other, err := s.Article(ctx, versions[i-1])
		if err != nil {
			return nil, err
		}
		if !other.Published.After(a.Published) {
			break
		}
	}
	return slices.Insert(slices.Clone(versions), i, a.ID), nil
}

// move returns what turns an article that is there into one with another
// version before it, and perhaps after it.
func (s *Store) move(ctx context.Context, id, older string, superseded bool) ([]graph.Delta, error) {
	at, err := s.placeOf(ctx, id)
	if err != nil || at.older == older && at.superseded == superseded {
		return nil, err
	}
	have, err := s.articleQuads(ctx, id)
	if err != nil {
		return nil, err
	}
	r, err := newReading(id, have)
	if err != nil {
		return nil, err
	}
	at.older, at.superseded = older, superseded
	want, err := r.quads(at, r.judged)
	return difference(have, want), err
}

// quads returns the quads of what was read, at a place and under the judgements
// of judge.
func (r *reading) quads(at place, judge Judge) ([]quad.Quad, error) {
	return quads(&r.article, r.entities, r.statements, Options{Version: r.version, Judge: judge}, at)
}
