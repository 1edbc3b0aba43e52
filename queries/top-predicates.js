// title: The predicates that most is said with
// description: How many statements, and how many articles, use them; with one of their
// sentences.
// param: count number = 20 — how many
// columns: predicate statements articles sentence article
// sort: -statements -articles predicate
// example: kg query top-predicates count=10
const found = {}

g.V("<rdf:Statement>").in("<rdf:type>").tag("statement")
	.save("<prov:wasDerivedFrom>", "article")
	.out("<rdf:predicate>").tag("predicate")
	.forEach(row => {
		const of = found[row.predicate] = found[row.predicate] || {predicate: row.predicate, statements: {}, articles: {}, first: row.statement}
		of.statements[row.statement] = of.articles[row.article] = true
		if (row.statement < of.first) of.first = row.statement
	})

const size = set => Object.keys(set).length

Object.values(found)
	.map(of => ({predicate: of.predicate, statements: size(of.statements), articles: size(of.articles), first: of.first}))
	.sort((a, b) => b.statements - a.statements || b.articles - a.articles || (a.predicate < b.predicate ? -1 : 1))
	.slice(0, count)
	.forEach(of => g.emit({...of, ...g.V(of.first).save("<kg:sentence>", "sentence").save("<prov:wasDerivedFrom>", "article").tagValue()}))
