// title: The predicates that most is said with
// description: How many statements, and how many articles, use them; with one of their
// sentences.
// param: count number = 20 — how many
// columns: predicate statements articles sentence article
// sort: -statements -articles predicate
// example: kg query top-predicates count=10
const found = {}

g.V("<rdf:Statement>").in("<rdf:type>").tag("statement").out("<rdf:predicate>").forEach(row => {
	const of = found[row.id] = found[row.id] || {statements: 0, first: row.statement}
	of.statements++
	if (row.statement < of.first) of.first = row.statement
})

const top = Object.keys(found)
	.sort((a, b) => found[b].statements - found[a].statements || (a < b ? -1 : 1))
	.slice(0, count)

for (const predicate of top) {
	const {statements, first} = found[predicate]
	const articles = g.V(predicate).in("<rdf:predicate>").out("<prov:wasDerivedFrom>").unique().count()
	const {sentence, article} = g.V(first).save("<kg:sentence>", "sentence").save("<prov:wasDerivedFrom>", "article").tagValue()
	g.emit({predicate, statements, articles, sentence, article})
}
