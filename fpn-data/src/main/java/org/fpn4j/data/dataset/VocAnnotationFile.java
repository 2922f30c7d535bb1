package org.fpn4j.data.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.ReadFailure;
import org.fpn4j.core.memory.HeapBudget;
import org.fpn4j.data.coco.Flags;
import org.w3c.dom.DocumentType;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * The annotation of one image in Pascal VOC's XML.
 *
 * @param width declared, 0 where it is not
 * @param height declared, 0 where it is not
 */
record VocAnnotationFile(Path path, long width, long height, List<VocObject> objects) {
    VocAnnotationFile {
        objects = List.copyOf(objects);
    }

    private static final long ELEMENT_FACTOR = 40; // bytes in memory for each of a file that is empty elements
    private static final int DEEPEST = 100;
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

    /**
     * One object; coordinates as written, counted from 1.
     *
     * @param position place among the file's objects, from 1
     * @param fault what is wrong with it, empty if nothing is
     */
    record VocObject(
            int position,
            String name,
            boolean difficult,
            double xmin,
            double ymin,
            double xmax,
            double ymax,
            String fault) {}

    /** @throws UserInputException if the file is not well-formed XML or not an annotation */
    static VocAnnotationFile read(Path path) {
        Element root;
        requireMemory(path);
        try (var stream = Files.newInputStream(path)) {
            root = parser().parse(stream).getDocumentElement();
        } catch (SAXParseException e) {
            throw new UserInputException(
                    path + ":" + e.getLineNumber() + ":" + e.getColumnNumber(), "file is not XML: " + reason(path, e));
        } catch (SAXException | IOException e) {
            throw new UserInputException(path.toString(), "file cannot be read: " + reason(path, e));
        }
        requireNoEntities(path, root);
        if (!root.getTagName().equals("annotation")) {
            throw new UserInputException(
                    path.toString(), "root element[" + root.getTagName() + "] must be [annotation]");
        }
        List<VocObject> objects = new ArrayList<>();
        for (Element object : children(root, "object")) {
            objects.add(object(objects.size() + 1, object));
        }
        List<Element> sizes = children(root, "size");
        return new VocAnnotationFile(path, size(sizes, "width"), size(sizes, "height"), objects);
    }

    private static void requireMemory(Path path) {
        try {
            HeapBudget.require(path.toString(), "elements", Files.size(path) * ELEMENT_FACTOR, Files.size(path));
        } catch (IOException e) {
            throw new UserInputException(path.toString(), "file cannot be read: " + ReadFailure.reason(path, e));
        }
    }

    private static String reason(Path path, Exception cause) {
        if (cause.getMessage() != null && cause.getMessage().startsWith("JAXP")) { // the number of a limit's message
            return "it is deeper, or has more of something, than any annotation";
        }
        return cause instanceof SAXException && cause.getMessage() != null
                ? cause.getMessage()
                : ReadFailure.reason(path, cause);
    }

    private static VocObject object(int position, Element object) {
        String name = text(object, "name");
        List<String> faults = new ArrayList<>();
        String flag = text(object, "difficult");
        boolean difficult = Flags.of(flag).orElseGet(() -> {
            faults.add("difficult[" + flag + "] is neither 0 nor 1");
            return false;
        });
        List<Element> boxes = children(object, "bndbox");
        if (boxes.isEmpty()) {
            faults.add("bndbox is missing");
            return new VocObject(position, name, difficult, 0, 0, 0, 0, String.join("; ", faults));
        }
        double[] corners = new double[4];
        String[] names = {"xmin", "ymin", "xmax", "ymax"};
        for (int i = 0; i < corners.length; i++) {
            String written = text(boxes.get(0), names[i]);
            corners[i] = number(written);
            if (!Double.isFinite(corners[i])) {
                faults.add(written.isEmpty() ? names[i] + " is missing" : names[i] + "[" + written + "] is no number");
            }
        }
        return new VocObject(
                position, name, difficult, corners[0], corners[1], corners[2], corners[3], String.join("; ", faults));
    }

    private static long size(List<Element> sizes, String name) {
        double value = sizes.isEmpty() ? 0 : number(text(sizes.get(0), name));
        return Double.isFinite(value) ? Math.round(value) : 0;
    }

    /** A decimal number; Java's own reading would also take {@code 11d} and {@code 0x1p3}. */
    private static double number(String text) {
        return NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    }

    /** A DOCTYPE line alone is harmless, and nothing that it points to is read; what declares entities is an attack. */
    private static void requireNoEntities(Path path, Element root) {
        DocumentType doctype = root.getOwnerDocument().getDoctype();
        String declarations = doctype == null ? null : doctype.getInternalSubset();
        if (declarations != null && declarations.contains("<!ENTITY")) {
            throw new UserInputException(
                    path.toString(),
                    "file declares entities of its own",
                    "an annotation needs none; remove the DOCTYPE");
        }
    }

    private static String text(Element parent, String name) {
        List<Element> found = children(parent, name);
        return found.isEmpty() ? "" : found.get(0).getTextContent().strip();
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }

    /** A parser that follows no references out of the file and keeps quiet about errors, which are thrown. */
    private static DocumentBuilder parser() {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        try {
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute("http://www.oracle.com/xml/jaxp/properties/maxElementDepth", DEEPEST);
            factory.setExpandEntityReferences(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new ThrowingHandler());
            return builder;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the platform's XML parser lacks a feature", e);
        }
    }

    private static final class ThrowingHandler implements ErrorHandler {
        @Override
        public void warning(SAXParseException warning) {
            // a warning leaves the document usable
        }

        @Override
        public void error(SAXParseException error) throws SAXException {
            throw error;
        }

        @Override
        public void fatalError(SAXParseException error) throws SAXException {
            throw error;
        }
    }
}
