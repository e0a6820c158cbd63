package gradj.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The folder that results go to: proved writable before the work, and never holding half a file. */
final class OutputFolder {
    /** The option that names the folder, as messages begin with it. */
    private final String option;

    private final Path folder;

    private OutputFolder(String option, Path folder) {
        this.option = option;
        this.folder = folder;
    }

    /**
     * Makes the folder where it is missing, and tries whether files can be written into it.
     *
     * @param option that names the folder, such as {@code --out}
     * @param names of the files that will be written
     * @throws InputException if that cannot be
     */
    static OutputFolder prepare(String option, Path folder, String... names) {
        OutputFolder prepared = new OutputFolder(option, folder);
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new InputException(option + " " + folder + ": expected a folder, found a file");
        }
        for (String name : names) {
            if (Files.isDirectory(folder.resolve(name))) {
                throw new InputException(
                        option + " " + folder + ": " + name + " is a folder there, expected a file or nothing");
            }
        }
        try {
            Files.createDirectories(folder);
            Path trial = prepared.temporary("trial");
            Files.createFile(trial);
            Files.delete(trial);
        } catch (IOException problem) {
            throw prepared.cannotWrite(problem);
        }
        return prepared;
    }

    /**
     * Writes a file, replacing one of this name; it is there in full or not at all, even if Java is stopped meanwhile.
     *
     * @return where it is
     */
    Path write(String name, byte[] content) {
        Path file = folder.resolve(name);
        Path temporary = temporary(name);
        // Ctrl-C while it is written; every other way out deletes it below.
        temporary.toFile().deleteOnExit();
        try {
            try {
                Files.write(temporary, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException problem) {
            throw cannotWrite(problem);
        }
        return file;
    }

    private Path temporary(String name) {
        return folder.resolve("." + name + "." + ProcessHandle.current().pid() + ".part");
    }

    private InputException cannotWrite(IOException problem) {
        String reason = problem instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : problem.getClass().getSimpleName() + " " + problem.getMessage();
        return new InputException(option + " " + folder + ": cannot be written: " + reason);
    }
}
