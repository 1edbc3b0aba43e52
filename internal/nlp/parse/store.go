package parse

import (
	"maps"
	"slices"

	"kg/internal/nlp/learn"
)

// Encode writes g, without its clusters.
func (g *Greedy) Encode(e *learn.Encoder) {
	e.Uint(uint64(len(g.relations)))
	for _, rel := range g.relations {
		e.String(rel)
	}
	tags := slices.Sorted(maps.Keys(g.allowed))
	e.Strings(tags)
	for _, xpos := range tags {
		e.Classes(g.allowed[xpos][0])
		e.Classes(g.allowed[xpos][1])
	}
	e.Classes(g.root)
	g.moves.(*learn.Linear).Encode(e)
	g.labels.(*learn.Linear).Encode(e)
}

// DecodeGreedy reads what Encode wrote. The clusters are those that the parser
// was trained with.
func DecodeGreedy(d *learn.Decoder, c *learn.Clusters) *Greedy {
	g := &Greedy{clusters: c, allowed: map[string][2][]uint16{}}
	g.relations = make([]string, d.Count(1))
	for i := range g.relations {
		g.relations[i] = d.String()
		if g.relations[i] != "root" {
			g.all = append(g.all, uint16(i))
		}
	}
	for _, xpos := range d.Strings() {
		g.allowed[xpos] = [2][]uint16{g.checked(d), g.checked(d)}
	}
	if g.root = g.checked(d); len(g.root) == 0 {
		d.Fail("no relation for the root")
	}
	g.moves, g.labels = learn.DecodeLinear(d), learn.DecodeLinear(d)
	return g
}

// checked reads a list of relations.
func (g *Greedy) checked(d *learn.Decoder) []uint16 {
	rels := d.Classes()
	for _, rel := range rels {
		if int(rel) >= len(g.relations) {
			d.Fail("relation %d of %d", rel, len(g.relations))
		}
	}
	return rels
}
