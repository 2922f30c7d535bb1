package org.fpn4j.experiments.cli;

import org.fpn4j.experiments.run.Provenance;
import picocli.CommandLine.IVersionProvider;

/** What {@code ./fpn --version} prints. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"fpn4j " + Provenance.version()};
    }
}
