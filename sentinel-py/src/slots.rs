//! Objects of frozen dataclasses with slots, made as `pickle` makes them: their `__init__` would set each field by a call
//! of Python.

use std::ptr;

use pyo3::{exceptions::PySystemError, ffi, intern, prelude::*, types::*};

/// A class, and the names of its fields in their order.
pub(crate) struct Slots<const FIELDS: usize> {
    class: Py<PyType>,
    names: [Py<PyString>; FIELDS],
}

impl<const FIELDS: usize> Slots<FIELDS> {
    /// A dataclass of the package with `frozen=True` and `slots=True`, of which these are all fields.
    pub(crate) fn import(py: Python<'_>, module: &str, class: &str, names: [&str; FIELDS]) -> PyResult<Self> {
        let class = py.import(module)?.getattr(class)?.cast_into::<PyType>()?;
        let fields = class.getattr(intern!(py, "__match_args__"))?;
        if !fields.eq(PyTuple::new(py, names)?)? {
            return Err(PySystemError::new_err("the class has other fields"));
        }
        Ok(Self { class: class.unbind(), names: names.map(|name| PyString::intern(py, name).unbind()) })
    }

    /// An object with these values.
    pub(crate) fn make<'py>(
        &self,
        py: Python<'py>,
        values: [Bound<'py, PyAny>; FIELDS],
    ) -> PyResult<Bound<'py, PyAny>> {
        // SAFETY: the type is a class of Python's that adds slots to `object` alone: this is what its `__new__` does, and
        // gives a new reference or none with an exception set.
        let object = unsafe {
            let object = ffi::PyType_GenericNew(self.class.as_ptr().cast(), ptr::null_mut(), ptr::null_mut());
            Bound::from_owned_ptr_or_err(py, object)?
        };
        for (name, value) in self.names.iter().zip(values) {
            // SAFETY: all three are live objects; this is what `object.__setattr__` does, which only a frozen class's own
            // `__setattr__` keeps from others.
            let set = unsafe { ffi::PyObject_GenericSetAttr(object.as_ptr(), name.as_ptr(), value.as_ptr()) };
            if set != 0 {
                return Err(PyErr::fetch(py));
            }
        }
        Ok(object)
    }
}
