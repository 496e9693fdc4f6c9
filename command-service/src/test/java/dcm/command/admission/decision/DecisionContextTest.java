package dcm.command.admission.decision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DecisionContextTest {
    @Test
    void removedHostOffersNoBaseImages() {
        assertThat(TestInstallation.context(TestInstallation.N1).baseImages()).isNotEmpty();
        assertThat(TestInstallation.context(TestInstallation.N1.remove(TestInstallation.NOW))
                        .baseImages())
                .isEmpty();
    }
}
