package dcm.user.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dcm.contract.identity.OwnerName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredPasswordsTest {
    private static final OwnerName ALICE = new OwnerName("alice");

    @TempDir
    Path secrets;

    @Test
    void onlyThePasswordOfTheSignInIsDeleted() throws IOException {
        Path alices = Files.createFile(secrets.resolve("sign-in-alice"));
        Path others = Files.createFile(secrets.resolve("sign-in-alice2"));
        Path administrators = Files.createFile(secrets.resolve("admin"));
        StoredPasswords passwords = new StoredPasswords(Optional.of(secrets));

        passwords.delete(ALICE);

        assertThat(alices).doesNotExist();
        assertThat(others).exists();
        assertThat(administrators).exists();
        assertThatCode(() -> passwords.delete(ALICE)).doesNotThrowAnyException();
    }

    @Test
    void failureDoesNotStopTheRemovalOfOtherAccounts() throws IOException {
        Files.createFile(Files.createDirectory(secrets.resolve("sign-in-alice")).resolve("file"));
        StoredPasswords passwords = new StoredPasswords(Optional.of(secrets));

        assertThatCode(() -> passwords.delete(ALICE)).doesNotThrowAnyException();
    }

    @Test
    void nothingIsDeletedWithoutALauncher() {
        assertThatCode(() -> new StoredPasswords(Optional.empty()).delete(ALICE))
                .doesNotThrowAnyException();
    }
}
