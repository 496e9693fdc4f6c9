package dcm.stack.doctor;

import dcm.contract.report.Finding;
import dcm.stack.installation.Installation;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks the free space for the data of the installation. The broker reports that of the log, workers that of homes and containers. */
final class DiskChecks {
    private static final String DISK = "disk";
    private static final long GIB = 1L << 30;

    private DiskChecks() {}

    static List<Finding> of(Installation installation) {
        Map<String, Path> directories = new LinkedHashMap<>();
        directories.put("the installation, with its logs", installation.home());
        directories.put("the databases", installation.data("postgres"));
        List<Finding> findings = new ArrayList<>();
        List<FileStore> seen = new ArrayList<>();
        directories.forEach((what, path) -> {
            try {
                if (!Files.exists(path)) {
                    return;
                }
                FileStore store = Files.getFileStore(path);
                if (!seen.contains(store)) {
                    seen.add(store);
                    findings.add(of(what, path.toString(), store.getUsableSpace(), store.getTotalSpace()));
                }
            } catch (IOException e) {
                findings.add(Findings.problem(
                        DISK,
                        "The filesystem of %s cannot be read: %s".formatted(path, Findings.reason(e)),
                        "Check that the disk is mounted and works: dmesg | tail"));
            }
        });
        return findings;
    }

    static Finding of(String what, String path, long free, long total) {
        double share = total == 0 ? 0 : (double) free / total;
        String detail = "%d of %d GiB are free for %s in %s.".formatted(free / GIB, total / GIB, what, path);
        if (share < 0.02 || free < GIB) {
            return Findings.problem(
                    DISK,
                    detail,
                    "Delete other data or use a larger disk now: without space, requests fail. Never delete files of"
                            + " Kafka or PostgreSQL.");
        }
        return share < 0.1
                ? Findings.warning(DISK, detail, "Delete other data, or use a larger disk.")
                : Findings.ok(DISK, detail);
    }
}
