-- The measures of the supplier `s`, in the order of their ids: by the index that has it. A plan made while the table was small,
-- for which one index is as good as another, would go on reading the tenant's.
select a.* from app.measures a
            where a.tenant_id = $1::uuid and a.supplier_id = s.id
            order by a.id
