package extract

// form names the form of c.
func (t *tree) form(c *clause) string {
	top := t.first(c.chain[0])
	switch {
	case c.reduced && t.rel(top) == "acl":
		return "acl"
	case c.reduced:
		return "participle"
	case c.relative:
		return "relative"
	case t.is(top, "xcomp"):
		return "control"
	case t.is(top, "advcl") && t.infinitive(top):
		return "purpose"
	case t.is(top, "advcl") && c.subject.lent:
		return "adverbial-lent"
	case t.is(top, "advcl"):
		return "adverbial"
	case t.rel(top) == "acl":
		return "acl-other"
	case t.is(top, "ccomp", "csubj"):
		return "content"
	case c.subject.lent:
		return "conjunct"
	case c.copula:
		return "copula"
	}
	return "verb"
}
