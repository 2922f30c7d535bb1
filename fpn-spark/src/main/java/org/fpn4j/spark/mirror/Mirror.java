package org.fpn4j.spark.mirror;

import static java.util.Objects.requireNonNull;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RemoteIterator;
import org.fpn4j.claim.Claims;

/**
 * A folder of one of Hadoop's file systems and its copy on this machine. Claims, locks and files that are being written are
 * nobody's copy.
 */
public final class Mirror {
    private static final String UNFINISHED = ".tmp";

    /** Files that make others valid, after all that they speak of: those of checkpoints, then that of a finished run. */
    private static final List<String> LAST = List.of(".*checkpoints/step-\\d+\\.json", "(.*/)?result\\.json");

    private final FileSystem files;
    private final org.apache.hadoop.fs.Path remote;
    private final Path local;
    private final Map<String, String> brought = new HashMap<>();
    private final Map<String, String> uploaded = new TreeMap<>();

    /**
     * A mirror that has copied nothing yet.
     *
     * @param remote need not be there
     * @param local a folder that is there
     */
    public Mirror(FileSystem files, org.apache.hadoop.fs.Path remote, Path local) {
        this.files = requireNonNull(files, "files is null");
        this.remote = files.makeQualified(requireNonNull(remote, "remote is null"));
        this.local = requireNonNull(local, "local is null");
    }

    /**
     * Brings here what is there and was not brought yet.
     *
     * @param wanted by the name below the folder, with slashes
     */
    public void download(Predicate<String> wanted) throws IOException {
        if (!files.exists(remote)) {
            return;
        }
        for (RemoteIterator<? extends FileStatus> all = files.listFiles(remote, true); all.hasNext(); ) {
            FileStatus file = all.next();
            String name = remote.toUri().relativize(file.getPath().toUri()).getPath();
            String state = file.getLen() + " " + file.getModificationTime();
            if (belongs(name) && wanted.test(name) && !state.equals(brought.get(name))) {
                Path target = local.resolve(name);
                Files.createDirectories(target.getParent());
                Path temporary = target.resolveSibling(target.getFileName() + UNFINISHED);
                try (InputStream stream = files.open(file.getPath())) {
                    Files.copy(stream, temporary, StandardCopyOption.REPLACE_EXISTING);
                } catch (FileNotFoundException e) {
                    continue; // deleted since it was listed
                }
                Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
                brought.put(name, state);
                uploaded.put(name, state(target));
            }
        }
    }

    private static boolean belongs(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        return !last.startsWith(Claims.PREFIX) && !last.equals("lock") && !last.endsWith(UNFINISHED);
    }

    /**
     * Brings there what changed here since it was brought, as it is now, whatever happens here meanwhile; then deletes there what is
     * gone here. What makes a checkpoint or a run valid comes after all else, and goes before it.
     *
     * @param links a folder on the same disk that is not there, for this call alone
     */
    public void upload(Path links) throws IOException {
        Map<String, String> states = link(links);
        try {
            List<String> changed = new ArrayList<>(states.keySet());
            changed.removeIf(name -> states.get(name).equals(uploaded.get(name)));
            changed.sort(Comparator.comparingInt(Mirror::rank));
            for (String name : changed) {
                put(links.resolve(name), name);
                uploaded.put(name, states.get(name));
            }
            List<String> gone = new ArrayList<>(uploaded.keySet());
            gone.removeAll(states.keySet());
            gone.sort(Comparator.comparingInt(Mirror::rank).reversed());
            for (String name : gone) {
                files.delete(new org.apache.hadoop.fs.Path(remote, name), false);
                uploaded.remove(name);
            }
        } finally {
            delete(links);
        }
    }

    private static int rank(String name) {
        for (int i = 0; i < LAST.size(); i++) {
            if (name.matches(LAST.get(i))) {
                return i + 1;
            }
        }
        return 0;
    }

    /** Holds on to all files, which whoever writes here replaces and deletes; what each is, by name. */
    private Map<String, String> link(Path links) throws IOException {
        Map<String, String> states = new TreeMap<>();
        try (Stream<Path> all = Files.walk(local)) {
            for (Path file : all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .toList()) {
                String name = local.relativize(file).toString().replace('\\', '/');
                if (belongs(name)) {
                    Path link = links.resolve(name);
                    Files.createDirectories(link.getParent());
                    try {
                        Files.createLink(link, file);
                        states.put(name, state(link));
                    } catch (NoSuchFileException e) {
                        // deleted since it was listed
                    }
                }
            }
        }
        return states;
    }

    private static String state(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return attributes.size() + " " + attributes.lastModifiedTime();
    }

    private void put(Path file, String name) throws IOException {
        org.apache.hadoop.fs.Path target = new org.apache.hadoop.fs.Path(remote, name);
        // an object is there when it is whole; in other file systems others see a file grow
        boolean whole = files.hasPathCapability(target, "fs.capability.outputstream.abortable");
        org.apache.hadoop.fs.Path place = whole ? target : target.suffix(UNFINISHED);
        try (OutputStream stream = files.create(place, true)) {
            Files.copy(file, stream);
        }
        if (!whole) {
            new Replacing(files).replace(place, target);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
