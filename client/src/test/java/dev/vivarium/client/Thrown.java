package dev.vivarium.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Failures that tests expect. */
final class Thrown {
    private Thrown() {}

    /** What this throws; it must. */
    static ServiceException failure(Runnable action) {
        ServiceException e = catchThrowableOfType(ServiceException.class, action::run);
        assertThat(e).isNotNull();
        return e;
    }
}
