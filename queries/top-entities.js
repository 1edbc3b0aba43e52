// title: The entities that most is said of
// description: How many statements, and how many articles, speak of them; with one of their
// sentences.
// param: count number = 20 — how many
// columns: entity statements articles sentence article
// sort: -statements -articles entity
// example: kg query top-entities count=10
const found = {}

g.V("<rdf:Statement>").in("<rdf:type>").tag("statement")
	.save("<prov:wasDerivedFrom>", "article")
	.out(["<rdf:subject>", "<rdf:object>", "<kg:speaker>"]).tag("entity")
	.forEach(row => {
		if (!row.entity.startsWith("<ent/")) return
		const of = found[row.entity] = found[row.entity] || {entity: row.entity, statements: {}, articles: {}, first: row.statement}
		of.statements[row.statement] = of.articles[row.article] = true
		if (row.statement < of.first) of.first = row.statement
	})

const size = set => Object.keys(set).length

Object.values(found)
	.map(of => ({entity: of.entity, statements: size(of.statements), articles: size(of.articles), first: of.first}))
	.sort((a, b) => b.statements - a.statements || b.articles - a.articles || (a.entity < b.entity ? -1 : 1))
	.slice(0, count)
	.forEach(of => g.emit({...of, ...g.V(of.first).save("<kg:sentence>", "sentence").save("<prov:wasDerivedFrom>", "article").tagValue()}))
