// title: How two things hang together
// description: A shortest way from one to the other over what articles assert, in either
// direction of each edge.
// param: from entity — where to start
// param: to entity — where to arrive
// param: depth number = 5 — how many steps at most
// columns: step from predicate to sentence article
// sort: step
// example: kg query path from=Blinken to=Hamas
const evidence = g.V().save("<kg:sentence>", "sentence").save("<prov:wasDerivedFrom>", "article")
const came = {} // the edge over which each node was reached
from.forEach(node => came[node] = null)

// Of several edges to the same node the first in the alphabet counts, so that
// the same graph always gives the same way.
const better = (a, b) => !b || a.key < b.key
let next = from
for (let step = 1; step <= depth && next.length && !to.some(node => node in came); step++) {
	const reached = {}
	const arrive = (node, back) => row => {
		row.key = row[back] + row.predicate + row.statement
		row.back = row[back]
		if (!(row[node] in came) && better(row, reached[row[node]])) reached[row[node]] = row
	}
	g.V(...next).tag("from").labelContext(evidence, "statement").out(null, "predicate").tag("to").forEach(arrive("to", "from"))
	g.V(...next).tag("to").labelContext(evidence, "statement").in(null, "predicate").tag("from").forEach(arrive("from", "to"))
	next = Object.keys(reached)
	Object.assign(came, reached)
}

const way = []
let node = to.find(node => node in came)
while (node && came[node]) {
	way.unshift(came[node])
	node = came[node].back
}
way.forEach((row, i) => g.emit({...row, step: i + 1}))
