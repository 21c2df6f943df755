"""A text in each of the supported languages."""

TEXTS = {
    "en": "In April 2016 the practice had 87,556 registered patients. General practitioners come together to share"
    " staff and buildings, but the survey shows that size alone is not enough.",
    "fr": "En avril 2016, le cabinet comptait 87 556 patients inscrits. Les médecins généralistes se regroupent pour"
    " partager le personnel et les locaux, mais l’enquête montre que la taille ne suffit pas.",
    "de": "Im April 2016 hatte die Praxis 87.556 eingeschriebene Patienten. Hausärzte schließen sich zusammen, um"
    " Personal und Räume zu teilen, doch die Umfrage zeigt, dass Größe allein nicht genügt.",
    "cy": "Ym mis Ebrill 2016 roedd gan y feddygfa 87,556 o gleifion cofrestredig. Mae meddygon teulu yn dod at ei"
    " gilydd i rannu staff ac adeiladau, ond mae’r arolwg yn dangos nad yw maint ar ei ben ei hun yn ddigon.",
}
