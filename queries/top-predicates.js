// title: The predicates that most is said with
// description: How many statements, and how many articles, use them; with one of their
// sentences.
// param: count number = 20 — how many
// columns: predicate statements articles sentence article
// sort: -statements -articles predicate
// example: kg query top-predicates count=10
const statements = {} // how many have it
for (const predicate of g.V("<rdf:Statement>").in("<rdf:type>").out("<rdf:predicate>").toArray())
	statements[predicate] = (statements[predicate] || 0) + 1

const top = Object.keys(statements)
	.sort((a, b) => statements[b] - statements[a] || (a < b ? -1 : 1))
	.slice(0, count)

for (const predicate of top) {
	const first = g.V(predicate).in("<rdf:predicate>").toArray().sort()[0]
	const articles = g.V(predicate).in("<rdf:predicate>").out("<prov:wasDerivedFrom>").unique().count()
	const {sentence, article} = g.V(first).save("<kg:sentence>", "sentence").save("<prov:wasDerivedFrom>", "article").tagValue()
	g.emit({predicate, statements: statements[predicate], articles, sentence, article})
}
