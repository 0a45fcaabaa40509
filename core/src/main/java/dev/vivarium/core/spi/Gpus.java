package dev.vivarium.core.spi;

import dev.vivarium.core.model.Gpu;
import java.util.List;

/** The GPUs of a hypervisor. */
public interface Gpus {

    /** All there are, those that cannot be used now with the reason; looked at anew at each call. */
    List<Gpu> list();
}
