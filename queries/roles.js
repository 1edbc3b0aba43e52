// title: What somebody is
// description: Offices, memberships and other roles that the articles give an entity.
// param: entity entity — its name, or one of its aliases
// param: role predicate = role, lead, head, work for, belong to — predicates that tell a role
// columns: entity predicate role speaker polarity modality sentence article
// sort: entity predicate role article
// example: kg query roles entity=Blinken
const said = g.V(...entity).tag("entity").in("<rdf:subject>")

// "be" tells a role only in some statements: those say so in their classes.
said.has("<kg:classes>", regex("(^|, )role(,|$)"))
	.or(said.has("<rdf:predicate>", ...role.filter(node => node != "<rel/be>")))
	.has("<rdf:object>")
	.save("<rdf:predicate>", "predicate")
	.save("<rdf:object>", "role")
	.save("<kg:polarity>", "polarity")
	.save("<kg:modality>", "modality")
	.save("<kg:sentence>", "sentence")
	.save("<prov:wasDerivedFrom>", "article")
	.saveOpt("<kg:speaker>", "speaker")
	.all()
