package extract

// participleAdjective reads a participle that is used like an adjective: "was
// worried about the yard".
func (a *attributor) participleAdjective(i int) { a.adjective(i, a.lower(i)) }

// nounCue adds the attribution of noun i: "her claim that", "support for".
func (a *attributor) nounCue(i int) {
	lemma := a.lemma(i)
	takes := a.words.nouns[lemma]
	if a.dep(i, "cop") >= 0 {
		for _, d := range a.deps[i] {
			for _, p := range a.deps[d] {
				if d > i && p < d && a.is(p, "case", "mark") && a.words.nounPrepositions["holder "+lemma+" "+a.lower(p)] {
					if source := a.sourceOf(i); source >= 0 {
						a.add("holder", source, i, a.cueSpan(i), a.afterPreposition(d, p))
					}
					return
				}
			}
		}
	}
	for _, d := range a.deps[i] {
		if d < i {
			continue
		}
		switch {
		case a.is(d, "acl", "ccomp") && takes&takesClause != 0 && a.lower(a.reach[d].Start) == "that" && a.rel(d) != "acl:relcl":
			owner := a.owner(i)
			if owner < 0 && a.is(i, "obl", "nmod") {
				return // "amid signs that": nobody's
			}
			a.add("noun clause", owner, i, a.nounSpan(i), a.whole(d))
			return
		case a.is(d, "acl") && takes&takesInfinitive != 0 && a.infinitive(d):
			if owner := a.owner(i); owner >= 0 {
				a.add("noun infinitive", owner, i, a.nounSpan(i), a.whole(d))
			}
			return
		case a.is(d, "nmod", "acl"):
			for _, p := range a.deps[d] {
				if p < d && a.is(p, "case", "mark") && (a.words.nounPrepositions[lemma+" "+a.lower(p)] || takes != 0 && a.isLent(i)) {
					if a.is(i, "obl", "nmod") || a.is(i, "obj") && !a.isLent(i) {
						return // what is done with the view is the matter, not the view
					}
					if owner := a.owner(i); owner >= 0 || a.is(i, "root") {
						a.add("noun", owner, i, a.nounSpan(i), a.afterPreposition(d, p))
					}
					return
				}
			}
		}
	}
}

// owner returns whose noun i is: its possessor, or the subject of the verb
// that lends it: "voiced support for".
func (a *attributor) owner(i int) int {
	if p := a.dep(i, "nmod:poss"); p >= 0 {
		return p
	}
	if h := a.head(i); h >= 0 && a.is(i, "obj") && lightVerbList()[a.phrasal(h)] && !a.passive(h) {
		return a.sourceOf(h)
	}
	return -1
}

// isLent reports whether noun i is the object of a light verb: "take issue".
func (a *attributor) isLent(i int) bool {
	h := a.head(i)
	return h >= 0 && a.is(i, "obj") && lightVerbList()[a.phrasal(h)]
}

// adjectiveCue adds the attribution of adjective i: "is sure that".
func (a *attributor) adjectiveCue(i int) {
	if a.dep(i, "cop") >= 0 || a.is(i, "xcomp", "advcl", "acl", "conj") {
		a.adjective(i, a.lemma(i))
	}
}

func (a *attributor) adjective(i int, lemma string) {
	takes := a.words.adjectives[lemma]
	source := a.sourceOf(i)
	if a.is(i, "acl", "advcl") {
		return
	}
	if source < 0 || a.lower(source) == "it" {
		// "it is unclear whether the yard will close": nobody says so.
		for _, d := range a.deps[i] {
			if d > i && takes&takesClause != 0 && a.is(d, "ccomp", "csubj", "advcl", "xcomp") && a.whether(d) {
				a.add("adjective clause", -1, i, a.cueSpan(i), a.whole(d))
				return
			}
		}
		return
	}
	for _, d := range a.deps[i] {
		if d < i {
			continue
		}
		switch {
		case takes&takesClause != 0 && (a.is(d, "ccomp") && !a.infinitive(d) || a.is(d, "advcl", "xcomp") && a.lower(a.reach[d].Start) == "that"),
			takes&takesInfinitive != 0 && a.is(d, "xcomp", "advcl", "ccomp") && a.infinitive(d):
			a.add("adjective", source, i, a.cueSpan(i), a.whole(d))
			return
		case a.is(d, "obl", "advcl", "nmod"):
			for _, p := range a.deps[d] {
				if p < d && a.is(p, "case", "mark") && a.words.adjPrepositions[lemma+" "+a.lower(p)] {
					a.add("adjective", source, i, a.cueSpan(i), a.afterPreposition(d, p))
					return
				}
			}
		}
	}
}
