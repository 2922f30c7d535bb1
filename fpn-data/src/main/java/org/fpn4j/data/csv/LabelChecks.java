package org.fpn4j.data.csv;

import java.util.HashSet;
import java.util.List;
import org.fpn4j.config.problem.FieldChecks;

/** What must hold of the keys that all tables of labels share. */
record LabelChecks(FieldChecks checks) {
    LabelChecks classes(List<String> classes) {
        checks.bounds("classes", classes)
                .require(new HashSet<>(classes).size() == classes.size(), "classes", classes, "must not repeat a name");
        return this;
    }

    /** @param named whether the labels themselves name patients */
    LabelChecks patients(SplitConfig split, boolean named) {
        checks.require(
                named || split.by() == SplitRule.IMAGE || !split.patientPart().isEmpty(),
                "split.by",
                split.by(),
                "must be image where nothing names patients: neither a column nor split.patient_part");
        return this;
    }

    LabelChecks files(String root, String labels, String valLabels, String testLabels, SplitConfig split) {
        checks.require(!root.isBlank(), "root", root, "must name the data set's folder")
                .require(
                        testLabels.isBlank()
                                || !valLabels.isBlank()
                                || split.ratios().size() == 2,
                        "split.ratios",
                        split.ratios(),
                        "must be two where test_labels names the third split")
                .require(!labels.isBlank(), "labels", labels, "must name a table");
        return this;
    }

    void done() {
        checks.done();
    }
}
