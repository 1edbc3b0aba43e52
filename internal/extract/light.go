package extract

import (
	"slices"
	"sync"

	"kg/internal/kg"
	"kg/internal/lexicon"
)

// lightVerbList are verbs that lend little to a noun that says what is done.
var lightVerbList = sync.OnceValue(func() lexicon.Set { return lexicon.Words("light-verbs") })

// lightVerbs reads a light verb with a noun of stance as one predicate: Acme
// "voiced support for" the plan supports it, and so it does when "they have
// been stepping up calls for" it.
func lightVerbs(r *reader, s *sentence) []finding {
	var all []finding
	for k := range s.clauses {
		c := &s.clauses[k]
		if !r.light(c) {
			continue
		}
		subject := c.subject
		words := slices.Clone(c.words)
		if c.passive {
			if !c.agent.there() {
				continue
			}
			subject = c.agent
		}
		if !r.usable(subject) {
			continue
		}
		for _, object := range r.partsOf(c.objects[len(c.objects)-1]) {
			n, ok := r.lightNoun(c, object.head)
			if !ok {
				continue
			}
			for _, part := range r.partsOf(subject) {
				for _, about := range r.aboutTerms(n) {
					all = append(all, finding{at: c.head, status: r.status(c), trust: trust{form: "light"}, Statement: kg.Statement{
						Subject: r.term(part), Predicate: r.predicateOf(sorted(append(append(slices.Clone(words), object.head), n.about.prep...)), n.class),
						Object: about, Arguments: r.argumentsOf(without(c.obliques, n.about.head), nil)}})
				}
			}
		}
	}
	return all
}

// light reports whether c has a light verb with a noun of stance for each part
// of its object.
func (r *reader) light(c *clause) bool {
	if c.copula || !lightVerbList()[r.verbLemma(c.head)] || len(c.objects) == 0 || c.passive && !c.agent.there() {
		return false
	}
	for _, object := range r.partsOf(c.objects[len(c.objects)-1]) {
		if _, ok := r.lightNoun(c, object.head); !ok {
			return false
		}
	}
	return true
}

// lightNoun returns the stance noun with head i in clause c.
func (r *reader) lightNoun(c *clause, i int) (stanceNoun, bool) {
	if n, ok := r.stanceNounAt(i); ok {
		return n, true
	}
	return r.besides(c, i)
}

// besides returns the stance noun i of clause c when what it is about hangs on
// the verb: "gave support to the plan".
func (r *reader) besides(c *clause, i int) (stanceNoun, bool) {
	for _, a := range c.obliques {
		if a.head > i && len(a.prep) > 0 {
			if class, ok := stanceNouns()[r.lemma(i)+" "+r.prepText(a.prep)]; ok {
				return stanceNoun{i, class, a, -1}, true
			}
		}
	}
	for _, a := range append(slices.Clone(c.clauses), c.content...) {
		if class := stanceNouns()[r.lemma(i)+" for"]; class == "call for" && r.infinitive(a.head) && a.head > i {
			return stanceNoun{i, class, noArgument, a.head}, true
		}
	}
	return stanceNoun{}, false
}

func sorted(tokens []int) []int {
	slices.Sort(tokens)
	return slices.Compact(tokens)
}

// without returns arguments but for the one with head i.
func without(arguments []argument, i int) []argument {
	return slices.DeleteFunc(slices.Clone(arguments), func(a argument) bool { return a.head == i })
}
