package org.fpn4j.experiments.hostile;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.claim.Claimant;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.experiments.ablation.CellOrder;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.experiments.run.RunLock;

/** What machines write for each other. */
final class SharedFiles {
    private SharedFiles() {}

    static HostileReader order() {
        String order =
                """
                {"name": "fpn-0", "label": "fpn, seed 0", "working_directory": "/home", "key": {"version": "1", "data": "00"},
                 "config": "{seed: 1, neck: {type: fpn}}"}""";
        return HostileReader.of(
                "order",
                Map.of("fpn-0.json", order.getBytes(StandardCharsets.UTF_8)),
                folder -> CellOrder.read(folder.resolve("fpn-0.json")).experiment());
    }

    /** A claim says who has it, or nobody knows who. */
    static HostileReader claim() {
        String claim =
                """
                process 41
                host node7
                machine boot
                since 2026-01-01T00:00:00Z
                command ./fpn train x.yaml
                signs 3
                note\s
                state held
                """;
        return HostileReader.of("claim", Map.of("claim-000007", claim.getBytes(StandardCharsets.UTF_8)), folder -> {
            Optional<Claimant> holder = RunLock.holder(new RunDirectory(folder));
            if (holder.isEmpty()) {
                throw new UserInputException("claim-000007", "was released");
            }
        });
    }
}
