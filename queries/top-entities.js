// title: The entities that most is said of
// description: How many statements, and how many articles, speak of them; with one of their
// sentences.
// param: count number = 20 — how many
// columns: entity statements articles sentence article
// sort: -statements -articles entity
// example: kg query top-entities count=10
const statements = {} // of each

g.V("<rdf:Statement>").in("<rdf:type>").tag("statement").out(["<rdf:subject>", "<rdf:object>", "<kg:speaker>"]).forEach(row => {
	if (!row.id.startsWith("<ent/")) return
	const of = statements[row.id] = statements[row.id] || {}
	of[row.statement] = true
})

const sizes = {}
for (const id in statements) sizes[id] = Object.keys(statements[id]).length
const top = Object.keys(sizes)
	.sort((a, b) => sizes[b] - sizes[a] || (a < b ? -1 : 1))
	.slice(0, count)

for (const entity of top) {
	const first = Object.keys(statements[entity]).sort()[0]
	const articles = g.V(entity).in(["<rdf:subject>", "<rdf:object>", "<kg:speaker>"]).out("<prov:wasDerivedFrom>").unique().count()
	const {sentence, article} = g.V(first).save("<kg:sentence>", "sentence").save("<prov:wasDerivedFrom>", "article").tagValue()
	g.emit({entity, statements: sizes[entity], articles, sentence, article})
}
