package dcm.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.io.Serializable;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Pure code: for the same input it returns the same result, now and when the log is read again. */
public final class PurityRules {
    private PurityRules() {}

    /** The code has no input or output other than its parameters and results, and starts no threads. */
    public static ArchRule noInputOutputOrThreads(DescribedPredicate<JavaClass> code) {
        return noClasses()
                .that(code)
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "java.io..",
                                "java.net..",
                                "java.nio.channels..",
                                "java.nio.file..",
                                "java.security..",
                                "java.sql..",
                                "java.util.concurrent..")
                        .and(not(type(Serializable.class))))
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class);
    }

    /** The code does not read a clock. */
    public static ArchRule noClock(DescribedPredicate<JavaClass> code) {
        return noClasses()
                .that(code)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(InstantSource.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime");
    }

    /** The code uses no random numbers, nor the random ids that the contract's methods {@code fresh} return. */
    public static ArchRule noRandomValues(DescribedPredicate<JavaClass> code) {
        return noClasses()
                .that(code)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.random..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(RandomGenerator.class)
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callMethodWhere(target(name("fresh")).and(target(owner(resideInAPackage("dcm.contract..")))));
    }
}
