package dcm.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.gateway.state.KeyFile;
import dcm.gateway.state.StateFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostKeysTest {
    @TempDir
    private Path directory;

    @Test
    void hostKeysAreCreatedOnceInOpenSshFormatAndKept() throws Exception {
        var files = new StateFiles(directory.resolve("state"));

        List<String> first = fingerprints(files);
        List<String> again = fingerprints(files);

        assertThat(again).isEqualTo(first).hasSize(2);
        Path key = directory.resolve("state/host-keys/ssh-ed25519");
        assertThat(Files.readString(key)).startsWith("-----BEGIN OPENSSH PRIVATE KEY-----");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("state"))))
                .isEqualTo("rwx------");
        assertThat(Files.readString(Path.of(key + ".pub"))).startsWith("ssh-ed25519 ");
    }

    @Test
    void rsaKeyOfAnOlderInstallationIsKept() throws Exception {
        var files = new StateFiles(directory.resolve("state"));
        Path rsa = files.directory("host-keys").resolve("ssh-rsa");
        KeyPair key = KeyFile.readOrMake(rsa, "ssh-rsa", 2048);

        assertThat(fingerprints(files)).hasSize(3).contains(KeyUtils.getFingerPrint(key.getPublic()));
    }

    private static List<String> fingerprints(StateFiles files) throws Exception {
        return HostKeys.in(files).stream()
                .map(pair -> KeyUtils.getFingerPrint(pair.getPublic()))
                .toList();
    }
}
