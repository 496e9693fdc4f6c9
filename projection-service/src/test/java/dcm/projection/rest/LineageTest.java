package dcm.projection.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.projection.image.ImageRow;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineageTest {
    @Test
    void lineageListsContainersAndImagesDownToTheBaseImage() {
        ImageRow first = row("mine:1", "sha256:1", "web", "debian-ssh:13", "sha256:0");
        ImageRow second = row("mine:2", "sha256:2", "db", "mine:1", "sha256:1");

        Lineage lineage = Lineage.of(
                second, digest -> Optional.ofNullable(Map.of("sha256:1", first).get(digest)));

        assertThat(lineage.items())
                .extracting(item -> item.kind() + " " + item.name())
                .containsExactly("image mine:2", "container db", "image mine:1", "container web", "base debian-ssh:13");
    }

    private static ImageRow row(String name, String digest, String container, String from, String fromDigest) {
        ImageRow row = new ImageRow();
        row.name = name;
        row.digest = digest;
        row.fromContainer = "id-of-" + container;
        row.fromContainerName = container;
        row.fromImage = from;
        row.fromDigest = fromDigest;
        return row;
    }
}
