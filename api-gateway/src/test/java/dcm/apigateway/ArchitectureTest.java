package dcm.apigateway;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import dcm.architecture.CycleRules;
import dcm.architecture.ModuleClasses;
import dcm.architecture.ModuleRules;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Every rule fails if it matches no class, so that a renaming cannot disable it. */
class ArchitectureTest {
    private static final String API_GATEWAY = "dcm.apigateway..";

    private static final JavaClasses CODE = ModuleClasses.of("dcm.apigateway");

    @Test
    void packagesAndClassesHaveNoDependencyCycles() {
        CycleRules.packagesHaveNoCycles().check(CODE);
        CycleRules.classesHaveNoCycles().check(CODE);
    }

    @Test
    void apiGatewayDependsOnNoOtherModule() {
        ModuleRules.dependsOnNoOtherModuleExcept("dcm.apigateway", "dcm.join", "dcm.trace", "dcm.contract")
                .check(CODE);
    }

    @Test
    void onlyCertificatesUseTheInstallationsAuthority() {
        noClasses()
                .that()
                .resideInAPackage(API_GATEWAY)
                .and()
                .resideOutsideOfPackage("dcm.apigateway.certificate")
                .should()
                .dependOnClassesThat(resideInAPackage("dcm.join.."))
                .check(CODE);
    }

    /** Browser sessions are the exception: the gateway signs users in, and services judge the tokens. */
    @Test
    void onlySessionsAuthenticateCallers() {
        noClasses()
                .that()
                .resideInAnyPackage("dcm.apigateway", "dcm.apigateway.live..", "dcm.apigateway.console..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus.security..",
                        "io.quarkus.oidc..",
                        "io.vertx.ext.auth..",
                        "jakarta.annotation.security..",
                        "org.eclipse.microprofile.jwt..")
                .check(CODE);
    }

    @Test
    void apiGatewayUsesNeitherKafkaNorADatabase() {
        noClasses()
                .that()
                .resideInAPackage(API_GATEWAY)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "java.sql..", "javax.sql..", "jakarta.persistence..")
                .check(CODE);
    }

    /** Certificates are kept on a thread of their own. */
    @Test
    void eventLoopIsNeverBlocked() {
        noClasses()
                .that()
                .resideInAPackage(API_GATEWAY)
                .and()
                .resideOutsideOfPackage("dcm.apigateway.certificate")
                .should()
                .callMethodWhere(target(nameMatching("sleep|join|get|await"))
                        .and(target(owner(assignableTo(Thread.class)
                                .or(assignableTo(Future.class))
                                .or(assignableTo(Uni.class))
                                .or(assignableTo(java.util.concurrent.Future.class))))))
                .orShould()
                .dependOnClassesThat(resideInAnyPackage(
                                "java.io..", "java.net.http..", "java.nio.file..", "java.util.concurrent.locks..")
                        .and(not(type(IOException.class))))
                .check(CODE);
    }

    @Test
    void routesDependOnlyOnThePathAndTheMethod() {
        classes()
                .that()
                .haveSimpleName("PathCheck")
                .or()
                .haveSimpleName("Routes")
                .or()
                .haveSimpleName("BackendService")
                .should()
                .onlyDependOnClassesThat(resideInAPackage("java..")
                        .or(resideInAPackage("org.jspecify.."))
                        .or(type(HttpMethod.class))
                        .or(type(BackendService.class))
                        .or(type(BackendService[].class))
                        .or(belongToAnyOf(Routes.class)))
                .check(CODE);
    }
}
