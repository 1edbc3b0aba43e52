// title: Independent sources
// description: The articles that speak of something, copies of one story together: each story is
// one independent source, however many have printed it.
// param: entity entity — a name
// columns: story copies article publisher published sentence
// sort: story published article
// example: kg query stories entity=Blinken
const entities = g.V(...entity)
const sentences = {}
entities.in(["<rdf:subject>", "<rdf:object>", "<kg:speaker>"])
	.or(entities.in("<rdf:value>").in(["<kg:argument>", "<kg:via>"]))
	.save("<kg:sentence>", "sentence")
	.out("<prov:wasDerivedFrom>")
	.forEach(row => {
		const first = sentences[row.id]
		sentences[row.id] = first && first < row.sentence ? first : row.sentence
	})

const met = {}
let story = 0
for (const first of Object.keys(sentences).sort()) {
	if (met[first]) continue
	story++
	met[first] = true
	const line = [first]
	for (let i = 0; i < line.length; i++) {
		g.V(line[i]).out("<kg:copyOf>").forEach(copy => {
			if (sentences[copy.id] && !met[copy.id]) {
				met[copy.id] = true
				line.push(copy.id)
			}
		})
	}
	g.V(...line).tag("article")
		.saveOpt("<schema:publisher>", "publisher")
		.saveOpt("<schema:datePublished>", "published")
		.forEach(row => g.emit({
			story: story, copies: line.length, article: row.article, publisher: row.publisher,
			published: row.published, sentence: sentences[row.id],
		}))
}
