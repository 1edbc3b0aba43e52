package link

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"kg/internal/kg"
)

// A Known is an entity of the graph as Propose sees it.
type Known struct {
	kg.Entity
	Articles []string // that speak of it
}

// A Proposal is two entities that may be one.
type Proposal struct {
	Keep, Other Known   // Keep is the better known of them
	Score       float64 // the higher, the likelier and the more worth an answer
	Why         string
}

// blockLimit bounds how many entities of one word are compared with each other:
// a word that so many share tells nothing.
const blockLimit = 200

// Propose returns pairs of entities that may be one, the best first, at most
// limit of them. Pairs that were judged are left out.
func Propose(entities []Known, judged func(a, b string) bool, limit int) []Proposal {
	p := proposer{entities: entities, judged: judged, company: map[string][]int{}, seen: map[[2]int]bool{}}
	blocks := map[string][]int{}
	for i := range entities {
		for _, k := range blockKeys(&entities[i].Entity) {
			if b := blocks[k]; len(b) == 0 || b[len(b)-1] != i {
				blocks[k] = append(b, i)
			}
		}
		for _, a := range entities[i].Articles {
			p.company[a] = append(p.company[a], i)
		}
	}
	names := make([]string, 0, len(blocks))
	for k := range blocks {
		names = append(names, k)
	}
	slices.Sort(names)
	for _, k := range names {
		if b := blocks[k]; len(b) <= blockLimit {
			p.compareAll(b)
		}
	}
	slices.SortFunc(p.found, func(a, b Proposal) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Keep.ID, b.Keep.ID), cmp.Compare(a.Other.ID, b.Other.ID))
	})
	if limit > 0 && len(p.found) > limit {
		p.found = p.found[:limit]
	}
	return p.found
}

type proposer struct {
	entities []Known
	judged   func(a, b string) bool
	company  map[string][]int // the entities of each article
	seen     map[[2]int]bool
	found    []Proposal
}

// blockKeys returns what an entity is found by: the words of its names, and the
// letters of its acronym.
func blockKeys(e *kg.Entity) []string {
	var keys []string
	for _, name := range append([]string{e.Name}, e.Aliases...) {
		words := strings.Fields(key(name))
		var letters strings.Builder
		for _, w := range words {
			if len(w) > 2 {
				keys = append(keys, w)
			}
			if w != "of" && w != "the" && w != "and" && w != "for" {
				letters.WriteString(w[:1])
			}
		}
		switch {
		case len(words) > 2:
			keys = append(keys, "="+letters.String())
		case len(words) == 1:
			keys = append(keys, "="+words[0])
		}
	}
	return keys
}

func (p *proposer) compareAll(block []int) {
	for x, i := range block {
		for _, j := range block[x+1:] {
			if p.seen[[2]int{i, j}] {
				continue
			}
			p.seen[[2]int{i, j}] = true
			p.compare(i, j)
		}
	}
}

func (p *proposer) compare(i, j int) {
	a, b := &p.entities[i], &p.entities[j]
	if p.judged(a.ID, b.ID) {
		return
	}
	likely, why := alike(&a.Entity, &b.Entity)
	if likely == 0 {
		return
	}
	if shared := p.sharedCompany(i, j); shared > 0 {
		likely += 0.5 * shared
		why += "; articles that speak of one name the same others as those of the other"
	}
	if len(b.Articles) > len(a.Articles) || len(b.Articles) == len(a.Articles) && len(b.Name) > len(a.Name) {
		a, b = b, a
	}
	p.found = append(p.found, Proposal{Keep: *a, Other: *b, Score: likely * math.Log2(2+float64(len(b.Articles))), Why: why})
}

// alike says how likely two entities are one by their names, and why.
func alike(a, b *kg.Entity) (float64, string) {
	best, why := 0.0, ""
	better := func(score float64, reason string) {
		if score > best {
			best, why = score, reason
		}
	}
	for _, x := range append([]string{a.Name}, a.Aliases...) {
		for _, y := range append([]string{b.Name}, b.Aliases...) {
			k, l := strings.Fields(key(x)), strings.Fields(key(y))
			if len(k) > len(l) {
				k, l = l, k
			}
			switch {
			case len(k) == 0:
			case slices.Equal(k, l):
				better(0.6, "both are called "+x)
			case a.Type == person && b.Type == person && len(k) == 1 && k[0] == l[len(l)-1]:
				better(0.5, "a last name that stands alone")
			case a.Type == person && b.Type == person && len(k) > 1 && k[len(k)-1] == l[len(l)-1] && k[0][:1] == l[0][:1]:
				better(0.35, "the same last name and first letter")
			case len(k) == 1 && len(l) > 2 && slices.Contains(blockKeys(&kg.Entity{Name: strings.Join(l, " ")}), "="+k[0]):
				better(0.55, k[0]+" is made of the first letters of the other name")
			case near(strings.Join(k, " "), strings.Join(l, " ")):
				better(0.45, "the names differ in one letter")
			case a.Type != person && b.Type != person && subset(k, l):
				better(0.3, "one name holds the other")
			}
		}
	}
	return best, why
}

func subset(k, l []string) bool {
	for _, w := range k {
		if !slices.Contains(l, w) {
			return false
		}
	}
	return true
}

// near reports whether two long names differ by one letter that was changed,
// added or left out.
func near(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) < 8 || len(y)-len(x) > 1 {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	if len(x) == len(y) {
		return i == len(x) || slices.Equal(x[i+1:], y[i+1:])
	}
	return slices.Equal(x[i:], y[i+1:])
}

// sharedCompany returns the part of the company of the rarer of two entities
// that the other one keeps as well: of those that the same articles name.
func (p *proposer) sharedCompany(i, j int) float64 {
	if len(p.entities[i].Articles) > len(p.entities[j].Articles) {
		i, j = j, i
	}
	rare, common := p.companyOf(i), p.companyOf(j)
	shared := 0
	for e := range rare {
		if common[e] && e != i && e != j {
			shared++
		}
	}
	return float64(shared) / float64(max(len(rare), 4))
}

// companyArticles bounds how many articles of an entity are looked at.
const companyArticles = 50

func (p *proposer) companyOf(i int) map[int]bool {
	company := map[int]bool{}
	for n, a := range p.entities[i].Articles {
		if n == companyArticles {
			break
		}
		for _, e := range p.company[a] {
			company[e] = true
		}
	}
	return company
}
