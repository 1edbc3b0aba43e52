// title: The entities that most is said of
// description: How many statements, and how many articles, speak of them; with one of their
// sentences.
// param: count number = 20 — how many
// columns: entity statements articles sentence article
// sort: -statements -articles entity
// example: kg query top-entities count=10
const roles = ["<rdf:subject>", "<rdf:object>", "<kg:speaker>"]

// At most so many: a statement counts twice here if somebody speaks of himself.
const most = {}
for (const node of g.V("<rdf:Statement>").in("<rdf:type>").out(roles).toArray())
	if (node.startsWith("<ent/")) most[node] = (most[node] || 0) + 1

const by = (n, name) => (a, b) => n(b) - n(a) || (name(a) < name(b) ? -1 : 1)
let top = []
for (const entity of Object.keys(most).sort(by(id => most[id], id => id))) {
	const last = top[count - 1]
	if (top.length >= count && (!last || most[entity] < last.statements.length)) break
	const statements = g.V(entity).in(roles).unique().toArray()
	top.push({entity, statements})
	top.sort(by(of => of.statements.length, of => of.entity))
}

for (const {entity, statements} of top.slice(0, count)) {
	const articles = g.V(entity).in(roles).out("<prov:wasDerivedFrom>").unique().count()
	const {sentence, article} = g.V(statements.sort()[0]).save("<kg:sentence>", "sentence").save("<prov:wasDerivedFrom>", "article").tagValue()
	g.emit({entity, statements: statements.length, articles, sentence, article})
}
