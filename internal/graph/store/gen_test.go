package store

import (
	"fmt"
	"math"
	"math/rand"
	"strings"

	"github.com/cayleygraph/quad"
)

// A generator makes quads of news: articles, the entities they mention, and
// statements of ten properties with a sentence. Entities, predicates and words
// are skewed as in language. The same seed gives the same quads.
type generator struct {
	r                     *rand.Rand
	entity, verb, word    *rand.Zipf
	words                 []string
	entities              int
	named                 map[int]bool
	articles, statements  int
	statementsPerArticles int
}

const (
	ns     = "http://graph.example/"
	rdfNS  = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	rdfsNS = "http://www.w3.org/2000/01/rdf-schema#"
)

func newGenerator(seed int64, entities int) *generator {
	r := rand.New(rand.NewSource(seed))
	g := &generator{r: r, entities: entities, named: map[int]bool{}, statementsPerArticles: 12}
	g.entity = rand.NewZipf(r, 1.15, 4, uint64(entities-1))
	g.verb = rand.NewZipf(r, 1.3, 2, 39)
	const size = 8000
	g.word = rand.NewZipf(r, 1.2, 3, size-1)
	for range size {
		var b strings.Builder
		for range 1 + r.Intn(3) {
			b.WriteByte("bdfgklmnprstvz"[r.Intn(14)])
			b.WriteByte("aeiou"[r.Intn(5)])
		}
		g.words = append(g.words, b.String())
	}
	return g
}

func (g *generator) text(n int) string {
	w := make([]string, n)
	for i := range w {
		w[i] = g.words[g.word.Uint64()]
	}
	return strings.Join(w, " ")
}

func entityIRI(i int) quad.IRI    { return quad.IRI(fmt.Sprintf("%sentity/E%d", ns, i)) }
func verbIRI(i int) quad.IRI      { return quad.IRI(fmt.Sprintf("%spredicate/verb%d", ns, i)) }
func statementIRI(i int) quad.IRI { return quad.IRI(fmt.Sprintf("%sstatement/s%07d", ns, i)) }
func articleIRI(i int) quad.IRI   { return quad.IRI(fmt.Sprintf("%sarticle/a%06d", ns, i)) }

// article appends the quads of the next article. An edge is labelled with its
// statement, all else with the article.
func (g *generator) article(out []quad.Quad) []quad.Quad {
	a := articleIRI(g.articles)
	add := func(s, p, o quad.Value) { out = append(out, quad.Quad{Subject: s, Predicate: p, Object: o, Label: a}) }
	prop := func(name string) quad.IRI { return quad.IRI(ns + "term#" + name) }
	add(a, quad.IRI(rdfNS+"type"), prop("Article"))
	add(a, prop("title"), quad.String(g.text(9)))
	add(a, prop("published"), quad.TypedString{Value: quad.String(fmt.Sprintf("2031-%02d-%02d", 1+g.r.Intn(12), 1+g.r.Intn(28))), Type: "xsd:date"})
	add(a, prop("source"), quad.IRI(fmt.Sprintf("%ssource/%d", ns, g.r.Intn(60))))
	add(a, prop("url"), quad.String(fmt.Sprintf("https://news.example/%d/%s", g.articles, strings.ReplaceAll(g.text(5), " ", "-"))))
	add(a, prop("language"), quad.String("en"))
	here := g.cast(a, add, prop)
	offset := 0
	for range g.statementsPerArticles/2 + g.r.Intn(g.statementsPerArticles+1) {
		s := statementIRI(g.statements)
		g.statements++
		pick := func() quad.Value { return entityIRI(here[g.r.Intn(len(here))]) }
		subj, obj, verb := pick(), pick(), verbIRI(int(g.verb.Uint64()))
		if g.r.Intn(10) == 0 {
			obj = quad.String(g.text(3))
		}
		offset += g.r.Intn(150)
		sentence := g.text(12 + g.r.Intn(25))
		out = append(out, quad.Quad{Subject: subj, Predicate: verb, Object: obj, Label: s})
		add(s, quad.IRI(rdfNS+"type"), quad.IRI(rdfNS+"Statement"))
		add(s, quad.IRI(rdfNS+"subject"), subj)
		add(s, quad.IRI(rdfNS+"predicate"), verb)
		add(s, quad.IRI(rdfNS+"object"), obj)
		add(s, prop("evidence"), quad.String(sentence))
		add(s, prop("begin"), quad.Int(offset))
		add(s, prop("end"), quad.Int(offset+len(sentence)))
		add(s, prop("confidence"), quad.Float(math.Round(g.r.Float64()*1000)/1000))
		add(s, prop("speaker"), pick())
		add(s, prop("article"), a)
	}
	g.articles++
	return out
}

// cast draws the entities of an article, and names those that are new.
func (g *generator) cast(a quad.Value, add func(s, p, o quad.Value), prop func(string) quad.IRI) []int {
	in := map[int]bool{}
	var here []int
	for n := 5 + g.r.Intn(12); len(here) < n; {
		e := int(g.entity.Uint64())
		if in[e] {
			e = g.r.Intn(g.entities)
		}
		if in[e] {
			continue
		}
		in[e] = true
		here = append(here, e)
		add(a, prop("mentions"), entityIRI(e))
		if g.named[e] {
			continue
		}
		g.named[e] = true
		add(entityIRI(e), quad.IRI(rdfNS+"type"), prop("Entity"))
		add(entityIRI(e), quad.IRI(rdfsNS+"label"), quad.LangString{Value: quad.String(g.text(2)), Lang: "en"})
		add(entityIRI(e), prop("alias"), quad.String(g.text(2)))
		add(entityIRI(e), prop("class"), prop([]string{"Person", "Organization", "Place", "Event"}[g.r.Intn(4)]))
	}
	return here
}

// batches calls f with whole articles, at least size quads at a time, until
// there have been total.
func (g *generator) batches(total, size int, f func([]quad.Quad) error) error {
	var buf []quad.Quad
	for done := 0; done < total; {
		buf = g.article(buf)
		if len(buf) >= size || done+len(buf) >= total {
			if err := f(buf); err != nil {
				return err
			}
			done += len(buf)
			buf = buf[:0]
		}
	}
	return nil
}
