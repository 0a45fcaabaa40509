package dev.vivarium.qemu.gpu;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Optional;

/** Reads the list of PCI ids: a vendor at the margin, its devices below it behind a tab. */
final class PciNames {
    private static final int SHOWN = 80;

    private PciNames() {}

    static Optional<String> find(BufferedReader lines, String vendor, String device) throws IOException {
        String vendorName = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(vendor + "  ")) {
                vendorName = line.substring(vendor.length()).strip();
            } else if (!vendorName.isEmpty() && line.startsWith("\t" + device + "  ")) {
                return Optional.of(shortened(
                        vendorName + " " + line.substring(device.length() + 1).strip()));
            } else if (!vendorName.isEmpty() && !line.startsWith("\t") && !line.startsWith("#")) {
                break;
            }
        }
        return Optional.of(vendorName).filter(n -> !n.isEmpty()).map(PciNames::shortened);
    }

    private static String shortened(String name) {
        return name.length() <= SHOWN ? name : name.substring(0, SHOWN);
    }
}
