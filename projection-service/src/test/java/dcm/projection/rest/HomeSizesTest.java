package dcm.projection.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HomeSizesTest {
    @Test
    void hostsThatShareTheHomesAreAskedOnce() {
        Map<String, String> shared = Map.of("n1", "common", "n2", "common", "n3", "another");

        assertThat(HomeSizes.withDifferentHomes(List.of("n2", "n1", "n3", "n2"), shared))
                .containsExactly("n2", "n3");
        assertThat(HomeSizes.withDifferentHomes(List.of("n1", "n2"), Map.of())).containsExactly("n1", "n2");
    }
}
