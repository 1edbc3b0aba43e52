// title: What somebody is
// description: Offices, memberships and other roles that the articles give an entity.
// param: entity entity — its name, or one of its aliases
// param: role predicate = be, role, member of, work for, lead — the predicates that tell a role
// columns: entity predicate role speaker polarity modality sentence article
// sort: entity predicate role article
// example: kg query roles entity=Blinken
g.V(...entity).tag("entity")
	.in("<rdf:subject>")
	.has("<rdf:predicate>", ...role)
	.save("<rdf:predicate>", "predicate")
	.save("<rdf:object>", "role")
	.save("<kg:polarity>", "polarity")
	.save("<kg:modality>", "modality")
	.save("<kg:sentence>", "sentence")
	.save("<prov:wasDerivedFrom>", "article")
	.saveOpt("<kg:speaker>", "speaker")
	.all()
