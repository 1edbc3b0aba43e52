// title: What stands around an entity
// description: The edges that articles assert, up to a number of steps from an entity.
// param: entity entity — where to start
// param: depth number = 1 — how many steps
// columns: depth from predicate to sentence article
// sort: depth from predicate to article
// example: kg query neighbourhood entity=Blinken depth=2
const evidence = g.V().save("<kg:sentence>", "sentence").save("<prov:wasDerivedFrom>", "article")
const seen = {}
let reached = {}
entity.forEach(node => reached[node] = true)

let next = entity
for (let step = 1; step <= depth && next.length; step++) {
	const here = next
	next = []
	const emit = row => {
		row.depth = step
		if (!seen[row.statement]) g.emit(row)
		seen[row.statement] = true
		for (const node of [row.from, row.to])
			if (!reached[node]) {
				reached[node] = true
				next.push(node)
			}
	}
	g.V(...here).tag("from").labelContext(evidence, "statement").out(null, "predicate").tag("to").forEach(emit)
	g.V(...here).tag("to").labelContext(evidence, "statement").in(null, "predicate").tag("from").forEach(emit)
}
