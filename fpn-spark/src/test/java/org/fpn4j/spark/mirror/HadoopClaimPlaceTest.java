package org.fpn4j.spark.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HadoopClaimPlaceTest {
    private static final byte[] MINE = "mine".getBytes(StandardCharsets.UTF_8);
    private static final byte[] MORE = "mine again".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private HadoopClaimPlace place;

    /** What somebody else does at the moment that matters. */
    private abstract static class Elsewhere extends RawLocalFileSystem {
        @Override
        public FSDataOutputStream create(
                org.apache.hadoop.fs.Path file,
                boolean overwrite,
                int bufferSize,
                short replication,
                long blockSize,
                Progressable progress)
                throws IOException {
            beforeCreating();
            return super.create(file, overwrite, bufferSize, replication, blockSize, progress);
        }

        abstract void beforeCreating() throws IOException;
    }

    private HadoopClaimPlace place(RawLocalFileSystem files) throws IOException {
        files.initialize(URI.create("file:///"), new Configuration(false));
        return new HadoopClaimPlace(files, new org.apache.hadoop.fs.Path(folder.toString(), "run"));
    }

    @BeforeEach
    void makePlace() throws IOException {
        place = place(new RawLocalFileSystem());
    }

    @Test
    void createsForOneAlone() throws IOException {
        assertThat(place.names()).isEmpty();
        assertThat(place.create("claim-000001", MINE)).isTrue();
        assertThat(place.create("claim-000001", MORE)).isFalse();
        assertThat(place.names()).containsExactly("claim-000001");
        assertThat(place.read("claim-000001")).contains(MINE);
        assertThat(place.read("claim-000002")).isEmpty();
    }

    @Test
    void replacesWhatIsThereAndNothingElse() throws IOException {
        place.create("claim-000001", MINE);

        place.replace("claim-000001", MORE);

        assertThat(place.read("claim-000001")).contains(MORE);
        place.delete("claim-000001");
        place.delete("claim-000001");
        assertThatThrownBy(() -> place.replace("claim-000001", MINE)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aClaimThatIsTakenOverWhileItGivesASignDoesNotComeBack() throws IOException {
        Path run = Files.createDirectory(folder.resolve("run"));
        Files.write(run.resolve("claim-000001"), MINE);
        HadoopClaimPlace slow = place(new Elsewhere() {
            @Override
            void beforeCreating() throws IOException {
                Files.writeString(run.resolve("claim-000002"), "of somebody else");
                Files.delete(run.resolve("claim-000001"));
            }
        });

        assertThatThrownBy(() -> slow.replace("claim-000001", MORE)).isInstanceOf(NoSuchFileException.class);
        assertThat(place.names()).containsExactly("claim-000002");
    }

    @Test
    void ofTwoThatAStoreLetsCreateTheLastOneHasIt() throws IOException {
        HadoopClaimPlace store = place(new Elsewhere() {
            @Override
            void beforeCreating() throws IOException {
                Files.createDirectories(folder.resolve("run"));
            }

            @Override
            public FSDataOutputStream create(
                    org.apache.hadoop.fs.Path file,
                    boolean overwrite,
                    int bufferSize,
                    short replication,
                    long blockSize,
                    Progressable progress)
                    throws IOException {
                // somebody else's is written after ours, as both looked before either was there
                return new FSDataOutputStream(
                        super.create(file, overwrite, bufferSize, replication, blockSize, progress), null) {
                    @Override
                    public void close() throws IOException {
                        super.close();
                        Files.writeString(folder.resolve("run/claim-000001"), "theirs");
                    }
                };
            }
        });

        assertThat(store.create("claim-000001", MINE)).isFalse();
    }
}
