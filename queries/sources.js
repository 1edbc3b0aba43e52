// title: Where it comes from
// description: The articles and sentences behind a statement, or behind everything about an
// entity.
// param: statement statement ? — ID of a statement
// param: entity entity ? — name of an entity
// columns: article publisher published sentence speaker extractor confidence statement
// sort: published article sentence
// example: kg query sources entity=Blinken
const entities = g.V("<nothing>", ...entity)

g.V("<nothing>", ...statement)
	.or(entities.in(["<rdf:subject>", "<rdf:object>", "<kg:speaker>"]))
	.or(entities.in("<rdf:value>").in(["<kg:argument>", "<kg:via>"]))
	.tag("statement")
	.save("<kg:sentence>", "sentence")
	.save("<kg:extractor>", "extractor")
	.save("<kg:confidence>", "confidence")
	.saveOpt("<kg:speaker>", "speaker")
	.out("<prov:wasDerivedFrom>").tag("article")
	.saveOpt("<schema:publisher>", "publisher")
	.saveOpt("<schema:datePublished>", "published")
	.all()
