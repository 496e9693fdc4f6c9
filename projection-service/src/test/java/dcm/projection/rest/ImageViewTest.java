package dcm.projection.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.view.ImageAvailability;
import dcm.contract.view.ImageViewState;
import dcm.projection.image.ImageRow;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageViewTest {
    @ParameterizedTest
    @CsvSource({"1, false", "59, false", "60, true", "125, true"})
    void imageWithSixtyOrMoreLayersHasAWarning(int layers, boolean warned) {
        ImageView view = ImageView.of(image(layers), List.of());

        assertThat(view.warning() != null).isEqualTo(warned);
        if (view.warning() != null) {
            assertThat(view.warning()).contains(layers + " of at most 125 layers", "Flatten");
        }
    }

    @Test
    void flattenedImageHasAnOriginImageAndNoOriginContainer() {
        ImageRow flattened = image(1);
        flattened.fromContainer = null;
        flattened.fromContainerName = null;

        ImageView view = ImageView.of(flattened, List.of());

        assertThat(view.fromContainer()).isNull();
        assertThat(view.fromImage()).isEqualTo(new ImageView.Origin("sha256:base", "debian-ssh:13"));
    }

    @Test
    void untaggedImageIsNamedByItsDigestAndShowsItsFormerName() {
        ImageRow replaced = image(1);
        replaced.state = ImageViewState.REMOVED;

        ImageView view = ImageView.of(replaced, List.of());

        assertThat(view.ref()).isEqualTo("sha256:mine");
        assertThat(view.name() + ":" + view.tag()).isEqualTo("mine:1");
        assertThat(view.state()).isEqualTo(ImageAvailability.UNTAGGED);
    }

    private static ImageRow image(int layers) {
        ImageRow row = new ImageRow();
        row.id = "8899aabbccddeeff";
        row.owner = "alice";
        row.name = "mine:1";
        row.state = ImageViewState.READY;
        row.host = "n1";
        row.fromContainer = "00112233445566aa";
        row.fromContainerName = "web";
        row.fromImage = "debian-ssh:13";
        row.fromDigest = "sha256:base";
        row.digest = "sha256:mine";
        row.sizeBytes = 300L;
        row.ownBytes = 100L;
        row.layers = layers;
        row.createdAt = Instant.parse("2026-11-25T12:00:00Z");
        return row;
    }
}
