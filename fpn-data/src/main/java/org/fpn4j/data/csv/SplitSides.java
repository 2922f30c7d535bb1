package org.fpn4j.data.csv;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.data.dataset.Split;

/** On which side of a division images are, and whether given sides share a patient. */
final class SplitSides {
    private final SplitConfig config;
    private final LabelFormat format;

    SplitSides(SplitConfig config, LabelFormat format) {
        this.config = config;
        this.format = format;
    }

    private record Seen(Split split, LabelRow row) {}

    /** The images of one side, in the order of the table. */
    Map<String, List<LabelRow>> of(Split split, LabelTable table) {
        ToldRows told = new ToldRows(table.file());
        Map<String, List<LabelRow>> images = new LinkedHashMap<>();
        table.byImage().forEach((image, rows) -> name(rows.get(0), told)
                .filter(name -> config.side(name) == split)
                .ifPresent(name -> images.put(image, rows)));
        told.throwIfAny();
        return images;
    }

    /** Given splits have no patient in common, or no image where images are on their own. */
    void requireNoLeak(Map<Split, LabelTable> tables) {
        Map<String, Seen> seen = new HashMap<>();
        String noun = config.by() == SplitRule.PATIENT ? "patient" : "image";
        tables.forEach((split, table) -> {
            ToldRows told = new ToldRows(table.file());
            table.byImage().values().forEach(rows -> name(rows.get(0), told).ifPresent(name -> {
                Seen earlier = seen.putIfAbsent(name, new Seen(split, rows.get(0)));
                if (earlier != null && earlier.split() != split) {
                    told.add(
                            rows.get(0),
                            noun + "[" + name + "] is in split[" + split.key() + "] and in split["
                                    + earlier.split().key() + "]",
                            "it is there in " + earlier.row().where() + "; a score on it says nothing of new patients");
                }
            }));
            told.throwIfAny();
        });
    }

    private Optional<String> name(LabelRow row, ToldRows told) {
        if (config.by() == SplitRule.IMAGE) {
            return Optional.of(row.image());
        }
        Optional<String> patient = config.patientPart().isEmpty()
                ? Optional.of(row.patient()).filter(name -> !name.isEmpty())
                : config.patientIn(row.image());
        if (patient.isEmpty()) {
            told.add(
                    row,
                    format.image() + "[" + row.image() + "] has no patient",
                    config.patientPart().isEmpty()
                            ? "column[" + format.patient() + "] must not be empty"
                            : "split.patient_part[" + config.patientPart() + "] must find one in each name");
        }
        return patient;
    }
}
