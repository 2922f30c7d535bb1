package org.fpn4j.spark.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorTest {
    @TempDir
    private Path folder;

    private Path there;
    private Path here;
    private Written files;
    private Mirror mirror;

    /** Keeps the names of what is written and deleted, in order. */
    private static final class Written extends FilterFileSystem {
        private final List<String> names = new ArrayList<>();

        Written() {
            super(new RawLocalFileSystem());
        }

        @Override
        public FSDataOutputStream create(
                org.apache.hadoop.fs.Path file,
                FsPermission permission,
                boolean overwrite,
                int bufferSize,
                short replication,
                long blockSize,
                Progressable progress)
                throws IOException {
            names.add(file.getName());
            return super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress);
        }

        @Override
        public boolean delete(org.apache.hadoop.fs.Path file, boolean recursive) throws IOException {
            names.add("-" + file.getName());
            return super.delete(file, recursive);
        }
    }

    @BeforeEach
    void makeFolders() throws IOException {
        there = folder.resolve("there");
        here = Files.createDirectories(folder.resolve("here"));
        files = new Written();
        files.initialize(URI.create("file:///"), new Configuration(false));
        mirror = mirror(files);
    }

    @AfterEach
    void close() throws IOException {
        files.close();
    }

    private Mirror mirror(FileSystem system) {
        return new Mirror(system, new org.apache.hadoop.fs.Path(there.toString()), here);
    }

    private void write(String... names) throws IOException {
        for (String name : names) {
            Files.createDirectories(here.resolve(name).getParent());
            Files.writeString(here.resolve(name), name);
        }
    }

    private List<String> written() throws IOException {
        files.names.clear();
        mirror.upload(folder.resolve("links"));
        return files.names;
    }

    private List<String> there() throws IOException {
        try (Stream<Path> all = Files.walk(there)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> there.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void whatMakesOthersValidIsWrittenAfterThem() throws IOException {
        write(
                "result.json",
                "checkpoints/step-1.json",
                "checkpoints/step-1.safetensors",
                "checkpoints/step-1.memory.safetensors",
                "metrics.jsonl");

        List<String> written = written();

        assertThat(written).endsWith("step-1.json.tmp", "result.json.tmp").hasSize(5);
        assertThat(there())
                .containsExactly(
                        "checkpoints/step-1.json",
                        "checkpoints/step-1.memory.safetensors",
                        "checkpoints/step-1.safetensors",
                        "metrics.jsonl",
                        "result.json");
    }

    @Test
    void onlyWhatChangedIsWrittenAndOldCheckpointsGoFirstByWhatMakesThemValid() throws IOException {
        write("config.yaml", "checkpoints/step-1.json", "checkpoints/step-1.safetensors");
        mirror.upload(folder.resolve("links"));
        Files.delete(here.resolve("checkpoints/step-1.json"));
        Files.delete(here.resolve("checkpoints/step-1.safetensors"));
        write("checkpoints/step-2.json", "checkpoints/step-2.safetensors");

        assertThat(written())
                .containsExactly("step-2.safetensors.tmp", "step-2.json.tmp", "-step-1.json", "-step-1.safetensors");
        assertThat(written()).isEmpty();
    }

    @Test
    void aFileThatIsThereAlreadyIsReplaced() throws IOException {
        write("metrics.jsonl");
        mirror.upload(folder.resolve("links"));
        Files.writeString(here.resolve("metrics.jsonl"), "longer than it was before");

        mirror.upload(folder.resolve("links"));

        assertThat(there.resolve("metrics.jsonl")).hasContent("longer than it was before");
        assertThat(there()).containsExactly("metrics.jsonl");
        assertThat(folder.resolve("links")).doesNotExist();
    }

    @Test
    void claimsLocksAndWhatIsBeingWrittenStayWhereTheyAre() throws IOException {
        write("lock", "claim-000001", "step-1.json.tmp", "config.yaml");

        mirror.upload(folder.resolve("links"));

        assertThat(there()).containsExactly("config.yaml");
        Files.writeString(there.resolve("claim-000002"), "of somebody");
        Files.writeString(there.resolve("result.json.tmp"), "half of it");
        Files.writeString(there.resolve("a b\u00e4r.json"), "more");
        mirror.download(name -> true);
        assertThat(here.toFile().list())
                .containsExactlyInAnyOrder("lock", "claim-000001", "step-1.json.tmp", "config.yaml", "a b\u00e4r.json");
    }

    @Test
    void whatWasBroughtIsNotWrittenBack() throws IOException {
        Files.createDirectories(there.resolve("checkpoints"));
        Files.writeString(there.resolve("checkpoints/step-1.json"), "1");
        Files.writeString(there.resolve("config.yaml"), "name: fpn");

        mirror.download(name -> !name.contains("checkpoints/step-"));

        assertThat(here.resolve("config.yaml")).hasContent("name: fpn");
        assertThat(here.resolve("checkpoints")).doesNotExist();
        assertThat(written()).isEmpty();
        assertThat(there.resolve("checkpoints/step-1.json")).exists();
    }
}
