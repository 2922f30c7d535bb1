package org.fpn4j.examples;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.files.WholeFile;
import org.fpn4j.core.files.Writing;
import org.fpn4j.training.tracking.TrackedRun;
import org.fpn4j.training.tracking.Tracker;
import org.fpn4j.training.tracking.TrackerConfig;

/**
 * A table of a training for spreadsheets: {@code curve.csv} in the run's directory, a row for each value.
 *
 * @param every how many steps there are from one row of the training to the next; evaluations are there all
 */
@JsonTypeName("curve_file")
@AutoService(TrackerConfig.class)
public record CurveFile(@Range(min = 1, max = 1_000_000) int every) implements TrackerConfig {
    public CurveFile {
        FieldChecks.of(CurveFile.class).bounds("every", every).done();
    }

    /** Every tenth step. */
    public CurveFile() {
        this(10);
    }

    @Override
    public Tracker open(TrackedRun run) {
        return new Rows(Writing.directory(run.directory()).resolve("curve.csv"), every);
    }

    private record Rows(Path file, int every) implements Tracker {
        private static final String HEADER = "step,name,value";

        /** Keeps the rows before the place from which it goes on: those behind it come again. */
        @Override
        public void begin(long step, boolean evaluates) {
            List<String> kept = new ArrayList<>(List.of(HEADER));
            if (Files.exists(file)) {
                Writing.guarded(file, () -> Files.readAllLines(file).stream()
                        .skip(1)
                        .filter(row -> isBefore(row, step, evaluates))
                        .forEach(kept::add));
            }
            WholeFile.write(file, String.join("\n", kept) + "\n");
        }

        private static boolean isBefore(String row, long step, boolean evaluates) {
            if (!row.matches("\\d{1,18},\".*")) {
                return false; // torn by a kill
            }
            long ofRow = Long.parseLong(row.substring(0, row.indexOf(',')));
            boolean comesAgain = evaluates && !row.startsWith(ofRow + ",\"train/");
            return ofRow < step || (ofRow == step && !comesAgain);
        }

        @Override
        public void stepped(long step, Map<String, Double> values) {
            if (step % every == 0) {
                append(step, values);
            }
        }

        @Override
        public void evaluated(long step, Map<String, Double> values) {
            append(step, values);
        }

        @Override
        public void finished(long step, Map<String, Double> values) {
            append(step, values);
        }

        @Override
        public void ended(Ending ending) {
            // nothing is held
        }

        private void append(long step, Map<String, Double> values) {
            List<String> rows = new ArrayList<>();
            values.forEach((name, value) -> {
                String quoted = name.replaceAll("\\p{Cntrl}", " ").replace("\"", "\"\"");
                rows.add(step + ",\"" + quoted + "\"," + value);
            });
            Writing.guarded(file, () -> Files.write(file, rows, StandardOpenOption.APPEND));
        }
    }
}
