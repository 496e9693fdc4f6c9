package dcm.auditor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EngineSourceTest {
    @Test
    void imageThatIsBeingImportedIsReadWithItsId() {
        assertThat(EngineSource.imageIds("00000000000000c1\n00000000000000c2-loading\n"))
                .containsExactlyInAnyOrder("00000000000000c1", "00000000000000c2");
    }
}
